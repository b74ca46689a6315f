import { Liquid } from 'liquidjs';

/** A template that loops or renders longer than this in milliseconds is broken; a batch waits for it. */
const RENDER_LIMITS = { renderLimit: 200, parseLimit: 200_000, memoryLimit: 1_000_000 };

/**
 * A missing variable is an error, but for `{% if x %}` and `| default:`, by which a template says that it may be missing. A
 * named locale makes dates the same everywhere, and spares the start the search for the machine's own.
 */
const OPTIONS = {
  strictVariables: true,
  lenientIf: true,
  strictFilters: true,
  ownPropertyOnly: true,
  locale: 'en-US',
  ...RENDER_LIMITS,
};

/** Tags by which a template would read files, or hide a loop from the lint. */
const BANNED_TAGS = ['include', 'render', 'layout', 'block', 'liquid', 'tablerow'];

/** How values are made harmless: `markup` escapes them for HTML and SSML. */
export type Escape = 'none' | 'markup';

/** The one dialect of Liquid that templates are written in: strict, without files, and without a way round the escaping. */
export const createLiquid = (escaping: Escape): Liquid => {
  const engine = new Liquid({
    ...OPTIONS,
    templates: {},
    ...(escaping === 'markup' ? { outputEscape: 'escape' } : {}),
  });
  for (const tag of BANNED_TAGS) delete engine.tags[tag];
  delete engine.filters['raw'];
  return engine;
};
