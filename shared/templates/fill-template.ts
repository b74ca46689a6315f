import { Liquid } from 'liquidjs';
import type { Contact } from '../channels/renderer.ts';
import type { ContentAccount } from '../journal/fact.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import type { Template, TemplateStore, TemplateTexts } from './template-store.ts';

/** A part of a template that a channel needs, and how values are made harmless in it. */
export type PartAsked = {
  readonly part: keyof TemplateTexts;
  /** `markup` escapes values for HTML and SSML. */
  readonly escape: 'none' | 'markup';
  readonly optional?: boolean;
};

export type Filled = {
  readonly texts: TemplateTexts;
  readonly account: ContentAccount;
  readonly template: Template;
};

/** A template that loops or renders longer than this in milliseconds is broken; a batch waits for it. */
const RENDER_LIMITS = { renderLimit: 200, parseLimit: 200_000, memoryLimit: 1_000_000 };

/** A named locale makes dates the same everywhere, and spares the start the search for the machine's own. */
const LIQUID = { strictVariables: true, strictFilters: true, locale: 'en-US', ...RENDER_LIMITS };

/** Fills the asked parts of a command's template for its recipient, in the recipient's language where there is a variant. */
export const createTemplateFiller = (templates: TemplateStore) => {
  const engines = {
    none: new Liquid(LIQUID),
    markup: new Liquid({ ...LIQUID, outputEscape: 'escape' }),
  };
  return async (
    { lane, recipient }: Contact,
    asked: readonly PartAsked[],
    more: Readonly<Record<string, unknown>> = {},
  ): Promise<Parsed<Filled>> => {
    const { templateId, campaignId, customerId } = lane.message.command;
    const template = await templates.get(templateId);
    if (template === undefined) return broken('command.templateId', 'names no template (config/templates)');
    const { locale, texts } = localized(template, recipient.locale);
    const lacking = asked.find(({ part, optional }) => texts[part] === undefined && optional !== true);
    if (lacking) return broken('command.templateId', `names a template without the part ${lacking.part}`);
    const values = { customer: recipient.values, campaignId, customerId, ...more };
    const filled = await fill(texts, asked, values, engines);
    if (filled === undefined)
      return broken('command.context.customerData', 'lacks a field that the template uses');
    return {
      ok: true,
      value: { texts: filled, template, account: { templateVersion: template.version, locale } },
    };
  };
};

/** The texts for a locale: its own variant, else its language's, over the template's own. */
export const localized = (
  { locale, texts, variants }: Template,
  wanted: string | undefined,
): { readonly locale: string; readonly texts: TemplateTexts } => {
  const chosen = [wanted, wanted?.split('-')[0]].find(
    (tag) => tag !== undefined && Object.hasOwn(variants, tag),
  );
  return chosen === undefined
    ? { locale, texts }
    : { locale: chosen, texts: { ...texts, ...variants[chosen] } };
};

/** `undefined` when a variable is missing; the engine's own message may quote values, so it goes no further. */
const fill = async (
  texts: TemplateTexts,
  asked: readonly PartAsked[],
  values: object,
  engines: Readonly<Record<PartAsked['escape'], Liquid>>,
): Promise<TemplateTexts | undefined> => {
  try {
    const parts = await Promise.all(
      asked.map(async ({ part, escape: escaping }) => {
        const text = texts[part];
        return text === undefined
          ? []
          : [[part, String(await engines[escaping].parseAndRender(text, values))]];
      }),
    );
    return Object.fromEntries(parts.flat());
  } catch {
    return undefined;
  }
};
