import type { PushedTemplate, TemplateArchive } from '../../shared/templates/template-archive.ts';
import { formatTable } from '../format/format-table.ts';
import { readTemplates } from '../input/template-folder.ts';
import type { Outcome } from '../outcome.ts';

type Listed = {
  readonly templateId: string;
  /** The version of the checkout's folder; absent where there is none, or a broken one. */
  readonly here?: string | undefined;
  /** What was pushed; absent where agents send what their bundles hold. */
  readonly pushed?: PushedTemplate | undefined;
};

/** `template list`: of every template which version is sent, where from, and whether the checkout holds another one. */
export const listTemplates = async (archive: TemplateArchive, root: string): Promise<Outcome> => {
  const pushed = new Map((await archive.list()).map((template) => [template.templateId, template]));
  const here = new Map(
    (await readTemplates(root, undefined)).map(({ templateId, template }) => [templateId, template?.version]),
  );
  const templates: readonly Listed[] = [...new Set([...here.keys(), ...pushed.keys()])]
    .sort()
    .map((templateId) => ({ templateId, here: here.get(templateId), pushed: pushed.get(templateId) }));
  return {
    exit: 'OK',
    json: { templates },
    lines: formatTable(
      ['TEMPLATE', 'SENT', 'FROM', 'VERSIONS', 'THIS CHECKOUT'],
      templates.map(({ templateId, here: own, pushed: sent }) => [
        templateId,
        sent?.current ?? 'as deployed',
        sent === undefined ? 'the functions’ bundles' : pushedFrom(sent),
        sent?.versions.length ?? 0,
        own === sent?.current ? 'the same' : (own ?? 'none'),
      ]),
    ),
  };
};

const pushedFrom = ({ current, versions }: PushedTemplate): string => {
  const version = versions.find((candidate) => candidate.version === current);
  return version === undefined ? 'pushed' : `pushed ${version.pushedAt} by ${version.pushedBy}`;
};
