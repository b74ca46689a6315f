import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { lintTemplate, type TemplateIssue, type TemplateSample } from '../lint-template.ts';
import { fileOfPart, templateParts } from '../template-parts.ts';
import { isTemplateId, templateSampleSchema } from '../template-schema.ts';
import type { Template } from '../template-store.ts';
import { readTemplateFolder } from './read-template-folder.ts';

/** A template as its author left it, with what it breaks; `template` and `sample` are absent where their files are broken. */
export type TemplateSource = {
  readonly templateId: string;
  readonly template?: Template;
  readonly sample?: TemplateSample;
  readonly issues: readonly TemplateIssue[];
};

/** Reads and lints a template's folder; `purposes` are those that `config/policies.ts` knows. */
export const readTemplateSource = async (
  root: string,
  templateId: string,
  purposes: readonly string[],
): Promise<TemplateSource> => {
  if (!isTemplateId(templateId)) return refused(templateId, '.', 'must be letters, digits, - and _');
  const read = await attempt('template.json', () => readTemplateFolder(root, templateId));
  if (!read.ok) return { templateId, issues: read.issues };
  if (read.value === undefined) return refused(templateId, 'template.json', 'is needed');
  const template = read.value;
  const sample = await attempt('sample.json', async () =>
    templateSampleSchema.parse(
      JSON.parse(await readFile(path.join(root, templateId, 'sample.json'), 'utf8')),
    ),
  );
  if (!sample.ok) return { templateId, template, issues: sample.issues };
  const issues = [
    ...strangePurpose(template, purposes),
    ...(await strangers(root, template)),
    ...(await lintTemplate(template, sample.value)),
  ];
  return { templateId, template, sample: sample.value, issues };
};

/** The contact gate would suppress everything that is sent for it. */
const strangePurpose = ({ purpose }: Template, purposes: readonly string[]): readonly TemplateIssue[] =>
  purpose === undefined || purposes.includes(purpose)
    ? []
    : [
        {
          file: 'template.json',
          line: 1,
          rule: `purpose: must be one of ${purposes.join(', ')} (config/policies.ts)`,
        },
      ];

/** A file with a slip in its name would never be sent, and nobody would notice. */
const strangers = async (root: string, template: Template): Promise<readonly TemplateIssue[]> => {
  const locales = Object.keys(template.variants);
  const known = new Set([
    'template.json',
    'sample.json',
    ...locales,
    ...[undefined, ...locales].flatMap((locale) => templateParts.map((part) => fileOfPart(part, locale))),
  ]);
  const files = await readdir(path.join(root, template.templateId), { recursive: true });
  return files
    .filter((file) => !known.has(file))
    .map((file) => ({ file, line: 1, rule: 'is no part of a template' }));
};

const refused = (templateId: string, file: string, rule: string): TemplateSource => ({
  templateId,
  issues: [{ file, line: 1, rule }],
});

type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly TemplateIssue[] };

const attempt = async <T>(file: string, read: () => Promise<T>): Promise<Attempt<T>> => {
  try {
    return { ok: true, value: await read() };
  } catch (error) {
    const rules =
      error instanceof z.ZodError
        ? error.issues.map(({ path: at, message }) => `${at.join('.') || 'it'}: ${message}`)
        : [error instanceof SyntaxError ? 'must be JSON' : 'is needed'];
    return { ok: false, issues: rules.map((rule) => ({ file, line: 1, rule })) };
  }
};
