import type { Liquid } from 'liquidjs';
import { safeSsml } from '../channels/safe-ssml.ts';
import { lintHtml } from './lint-html.ts';
import { createLiquid } from './liquid.ts';
import { escapeOfPart, fileOfPart, templateParts } from './template-parts.ts';
import type { Template, TemplateTexts } from './template-store.ts';

/** A rule that a template breaks: in which of its files, on which line, and which rule. */
export type TemplateIssue = { readonly file: string; readonly line: number; readonly rule: string };

/** What a template's `sample.json` fills it with. */
export type TemplateSample = {
  readonly customer: Readonly<Record<string, unknown>>;
  readonly customerId: string;
  readonly campaignId: string;
};

type Part = keyof TemplateTexts;
type Named = {
  readonly part: Part;
  readonly file: string;
  readonly source: string;
  readonly classification: Template['classification'];
};

const LONGEST_SUBJECT = 200;
/** Rounds of a loop at most: a message is read by a person. */
const MOST_ROUNDS = 100;

/** Parts of an e-mail: only there a link can end further ones. */
const emailParts: readonly Part[] = ['subject', 'text', 'html'];

/** Says what a template breaks, in every part of every locale, rendered with its sample as a send renders it. */
export const lintTemplate = async (
  template: Template,
  sample: TemplateSample,
): Promise<readonly TemplateIssue[]> => {
  const engines = { none: createLiquid('none'), markup: createLiquid('markup') };
  const named = [undefined, ...Object.keys(template.variants)].flatMap((locale) => partsOf(template, locale));
  const found = await Promise.all(
    named.map((part) => lintPart(part, sample, engines[escapeOfPart[part.part]])),
  );
  return [...lintWhole(template), ...found.flat()];
};

const partsOf = ({ texts, variants, classification }: Template, locale: string | undefined): Named[] =>
  templateParts.flatMap((part) => {
    const source = (locale === undefined ? texts : variants[locale])?.[part];
    return source === undefined ? [] : [{ part, source, classification, file: fileOfPart(part, locale) }];
  });

/** A channel without its part would fail with each command; a variant alone may lack parts, the template's own serve. */
const lintWhole = ({ texts, variants }: Template): readonly TemplateIssue[] => {
  const isEmail = emailParts.some((part) => texts[part] !== undefined);
  const lacking = isEmail ? (['subject', 'text'] as const).filter((part) => texts[part] === undefined) : [];
  const foreign = Object.entries(variants).flatMap(([locale, variant]) =>
    templateParts
      .filter((part) => variant[part] !== undefined && texts[part] === undefined)
      .map((part) => ({
        file: fileOfPart(part, locale),
        line: 1,
        rule: `needs ${fileOfPart(part)} beside it, for every other locale`,
      })),
  );
  return [
    ...(Object.keys(texts).length === 0
      ? [{ file: 'template.json', line: 1, rule: 'needs at least one part, such as text.liquid' }]
      : []),
    ...lacking.map((part) => ({ file: fileOfPart(part), line: 1, rule: 'is needed by every e-mail' })),
    ...foreign,
  ];
};

const lintPart = async (named: Named, sample: TemplateSample, engine: Liquid): Promise<TemplateIssue[]> => {
  const issue = (rule: string, line = 1): TemplateIssue => ({ file: named.file, line, rule });
  const lines = lintSource(named).map(({ at, rule }) => issue(rule, lineAt(named.source, at)));
  const rendered = await render(named, sample, engine);
  if (!rendered.ok) return [...lines, issue(rendered.rule, rendered.line)];
  return [...lines, ...lintRendered(named, rendered.text).map((rule) => issue(rule))];
};

type Broken = { readonly at: number; readonly rule: string };

const lintSource = ({ part, source, classification }: Named): readonly Broken[] => [
  ...(/^\s/.test(source) ? [{ at: 0, rule: 'must not begin with space' }] : []),
  ...[...source.matchAll(/\{%-?\s*for\s+\S+\s+in\s+([\s\S]*?)-?%\}/g)]
    .filter(([, rest = '']) => !isBounded(rest))
    .map(({ index }) => ({ at: index, rule: `must end a loop by limit: ${MOST_ROUNDS} or less` })),
  ...(classification === 'marketing' &&
  (part === 'text' || part === 'html') &&
  !/\bunsubscribeUrl\b/.test(source)
    ? [{ at: 0, rule: 'must hold {{ unsubscribeUrl }}, since its template is marketing' }]
    : []),
];

const isBounded = (rest: string): boolean => {
  const limit = /\blimit:\s*(\d+)/.exec(rest)?.[1];
  const range = /^\((\d+)\.\.(\d+)\)/.exec(rest);
  const rounds = limit ?? (range ? Number(range[2]) - Number(range[1]) + 1 : Number.POSITIVE_INFINITY);
  return Number(rounds) <= MOST_ROUNDS;
};

const lintRendered = ({ part }: Named, text: string): readonly string[] => [
  ...(text.trim() === '' ? ['must not be empty'] : []),
  ...(part === 'subject' && /[\r\n]/.test(text) ? ['must be one line'] : []),
  ...(part === 'subject' && text.length > LONGEST_SUBJECT
    ? [`must be at most ${LONGEST_SUBJECT} characters`]
    : []),
  ...(part === 'html' ? lintHtml(text) : []),
  ...(part === 'voice' ? lintSpeech(text) : []),
];

/** The rules of the channel itself, as it says them of a command. */
const lintSpeech = (text: string): readonly string[] => {
  const speech = safeSsml(text);
  return speech.ok ? [] : speech.issues.map(({ rule }) => rule);
};

type RenderedPart =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly line: number; readonly rule: string };

const render = async (
  { part, source }: Named,
  sample: TemplateSample,
  engine: Liquid,
): Promise<RenderedPart> => {
  const more = emailParts.includes(part) ? { unsubscribeUrl: 'https://unsubscribe.example/token' } : {};
  try {
    return { ok: true, text: String(await engine.parseAndRender(source, { ...sample, ...more })) };
  } catch (error) {
    const message = error instanceof Error ? error.message : 'cannot be rendered';
    const at = /, line:(\d+), col:\d+$/.exec(message);
    return { ok: false, line: Number(at?.[1] ?? 1), rule: message.replace(/, line:\d+, col:\d+$/, '') };
  }
};

const lineAt = (source: string, index: number): number => source.slice(0, index).split('\n').length;
