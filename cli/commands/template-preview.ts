import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { recipientOf } from '../../shared/customers/recipient.ts';
import { createPartRenderer, localized } from '../../shared/templates/fill-template.ts';
import { templateParts } from '../../shared/templates/template-parts.ts';
import type { TemplateTexts } from '../../shared/templates/template-store.ts';
import { CliError } from '../cli-error.ts';
import { visibleText } from '../format/visible-text.ts';
import { issueLines, readTemplates } from '../input/template-folder.ts';
import type { Outcome } from '../outcome.ts';

export type PreviewAsked = {
  /** The checkout. */
  readonly root: string;
  readonly templateId: string;
  /** A stored customer; the template's own sample when absent. */
  readonly customerId?: string | undefined;
  /** Only the parts of this channel. */
  readonly channel?: string | undefined;
  readonly locale?: string | undefined;
};

/** The parts that a channel speaks; further agent types speak `message`. */
const partsOfChannel: Readonly<Record<string, readonly (keyof TemplateTexts)[]>> = {
  email: ['subject', 'text', 'html'],
  sms: ['sms'],
  phone: ['voice'],
};

/** `template preview`: the parts of a checkout's template as a recipient would get them. Shows a customer's data. */
export const previewTemplate = async (
  asked: PreviewAsked,
  openCustomers: () => Promise<Pick<CustomerStore, 'get'>>,
): Promise<Outcome> => {
  const sources = await readTemplates(asked.root, asked.templateId);
  const [source] = sources;
  if (source?.template === undefined || source.sample === undefined)
    return { exit: 'REJECTED', json: { issues: source?.issues }, lines: issueLines(sources) };
  const { customerId } = asked;
  const recipient = customerId === undefined ? undefined : await load(customerId, openCustomers);
  const { locale, texts } = localized(source.template, asked.locale ?? recipient?.locale);
  const parts = await renderParts(partsAsked(texts, asked.channel), texts, {
    ...source.sample,
    ...(recipient === undefined ? {} : { customer: recipient.values, customerId }),
  });
  const { version } = source.template;
  return {
    exit: 'OK',
    json: { templateId: asked.templateId, version, locale, parts, issues: source.issues },
    lines: [
      `${asked.templateId}, version ${version}, locale ${locale}`,
      ...Object.entries(parts).flatMap(([part, text]) => [
        '',
        `── ${part}`,
        ...visibleText(text).split('\n'),
      ]),
      ...issueLines(sources).map((line) => `\n${line}`),
    ],
  };
};

const load = async (customerId: string, openCustomers: () => Promise<Pick<CustomerStore, 'get'>>) => {
  const stored = (await (await openCustomers()).get([customerId])).get(customerId);
  if (stored === undefined) throw new CliError('FAILED', 'There is no such customer.', 'See customer list.');
  return recipientOf(customerId, stored);
};

const partsAsked = (texts: TemplateTexts, channel: string | undefined): readonly (keyof TemplateTexts)[] => {
  const wanted = channel === undefined ? templateParts : (partsOfChannel[channel] ?? ['message']);
  const parts = wanted.filter((part) => texts[part] !== undefined);
  if (parts.length > 0) return parts;
  throw new CliError(
    'FAILED',
    `The template says nothing by ${channel ?? 'any channel'}.`,
    'See its folder.',
  );
};

const renderParts = async (
  parts: readonly (keyof TemplateTexts)[],
  texts: TemplateTexts,
  values: object,
): Promise<Readonly<Record<string, string>>> => {
  const render = createPartRenderer();
  const all = { ...values, unsubscribeUrl: 'https://unsubscribe.example/preview' };
  const rendered = parts.map(async (part) => [part, await renderPart(part)] as const);
  return Object.fromEntries(await Promise.all(rendered));

  async function renderPart(part: keyof TemplateTexts): Promise<string> {
    try {
      return await render(part, texts[part] ?? '', all);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown';
      throw new CliError('FAILED', `${part} cannot be made: ${reason}.`, 'Give the customer what it lacks.');
    }
  }
};
