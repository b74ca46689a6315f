import { Liquid } from 'liquidjs';

/**
 * Milliseconds that one rendering may take by the clock, for which a batch waits. A first batch on a slow processor renders ten
 * messages side by side with code that is not compiled yet: 200 were too few on a busy machine.
 */
const RENDER_LIMIT_MS = 2000;

const SIZE_LIMITS = { parseLimit: 200_000, memoryLimit: 1_000_000 };

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
  ...SIZE_LIMITS,
};

/** Tags by which a template would read files, or hide a loop from the lint. */
const BANNED_TAGS = ['include', 'render', 'layout', 'block', 'liquid', 'tablerow'];

/** How values are made harmless: `markup` escapes them for HTML and SSML. */
export type Escape = 'none' | 'markup';

/** The one dialect of Liquid that templates are written in: strict, without files, and without a way round the escaping. */
export const createLiquid = (escaping: Escape, renderLimitMs = RENDER_LIMIT_MS): Liquid => {
  const engine = new Liquid({
    ...OPTIONS,
    renderLimit: renderLimitMs,
    templates: {},
    ...(escaping === 'markup' ? { outputEscape: 'escape' } : {}),
  });
  for (const tag of BANNED_TAGS) delete engine.tags[tag];
  delete engine.filters['raw'];
  return engine;
};

/** True for what the engine throws when a rendering took too long: that says nothing of the template or its values. */
export const isOutOfTime = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('template render limit exceeded');
