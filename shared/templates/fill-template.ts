import type { Liquid } from 'liquidjs';
import type { Contact } from '../channels/renderer.ts';
import type { ContentAccount } from '../journal/subjects.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import { TemplatesUnavailableError } from './errors.ts';
import { createLiquid, isOutOfTime } from './liquid.ts';
import { escapeOfPart } from './template-parts.ts';
import type { Template, TemplateStore, TemplateTexts } from './template-store.ts';

/** A part of a template that a channel needs. */
export type PartAsked = { readonly part: keyof TemplateTexts; readonly optional?: boolean };

export type Filled = {
  readonly texts: TemplateTexts;
  readonly account: ContentAccount;
  readonly template: Template;
};

/** Parsed texts that are kept; a deployment has far fewer. */
const MOST_KEPT = 500;

/**
 * Fills the asked parts of a command's template for its recipient, in the recipient's language where there is a variant. Throws
 * `TemplatesUnavailableError`, also where that took longer than `renderLimitMs`.
 */
export const createTemplateFiller = (templates: TemplateStore, renderLimitMs?: number) => {
  const render = createPartRenderer(renderLimitMs);
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
    const filled = await fill(texts, asked, values, render);
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

export type PartRenderer = (part: keyof TemplateTexts, text: string, values: object) => Promise<string>;

/** Renders parts of templates and keeps what it has parsed: a text is parsed once, not once for each recipient. */
export const createPartRenderer = (renderLimitMs?: number): PartRenderer => {
  const engines = {
    none: createLiquid('none', renderLimitMs),
    markup: createLiquid('markup', renderLimitMs),
  };
  const kept = new Map<string, ReturnType<Liquid['parse']>>();
  return async (part, text, values) => {
    const escaping = escapeOfPart[part];
    const key = `${escaping}\n${text}`;
    const parsed = kept.get(key) ?? engines[escaping].parse(text);
    if (kept.size >= MOST_KEPT) kept.clear();
    kept.set(key, parsed);
    return String(await engines[escaping].render(parsed, values));
  };
};

/** `undefined` when a variable is missing; the engine's own message may quote values, so it goes no further. */
const fill = async (
  texts: TemplateTexts,
  asked: readonly PartAsked[],
  values: object,
  render: PartRenderer,
): Promise<TemplateTexts | undefined> => {
  try {
    const parts = await Promise.all(
      asked.map(async ({ part }) => {
        const text = texts[part];
        return text === undefined ? [] : [[part, await render(part, text, values)]];
      }),
    );
    return Object.fromEntries(parts.flat());
  } catch (error) {
    if (isOutOfTime(error)) throw new TemplatesUnavailableError('a template took too long');
    return undefined;
  }
};
