import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { policies } from '../../config/policies.ts';
import {
  readTemplateSource,
  type TemplateSource,
} from '../../shared/templates/adapters/read-template-source.ts';
import type { TemplateIssue } from '../../shared/templates/lint-template.ts';
import { CliError } from '../cli-error.ts';

const FOLDER = join('config', 'templates');
const purposes = Object.keys(policies.purposes);

/** The templates of a checkout, read and linted: one, or all. Throws when there is none of that id. */
export const readTemplates = async (
  root: string,
  templateId: string | undefined,
): Promise<readonly TemplateSource[]> => {
  const folder = join(root, FOLDER);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  if (templateId === undefined)
    return Promise.all(ids.sort().map((id) => readTemplateSource(folder, id, purposes)));
  if (ids.includes(templateId)) return [await readTemplateSource(folder, templateId, purposes)];
  const advice = ids.length === 0 ? `Make a folder for it in ${FOLDER}.` : `There are ${ids.join(', ')}.`;
  throw new CliError('REJECTED', `${FOLDER} holds no template of that id.`, advice);
};

/** What templates break, as compilers say it. */
export const issueLines = (sources: readonly TemplateSource[]): readonly string[] =>
  sources.flatMap(({ templateId, issues }) =>
    issues.map((issue) => `${placeOf(templateId, issue)} ${issue.rule}`),
  );

const placeOf = (templateId: string, { file, line }: TemplateIssue): string =>
  `${join(FOLDER, templateId, file)}:${line}`;
