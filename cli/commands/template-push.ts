import type { TemplateSource } from '../../shared/templates/adapters/read-template-source.ts';
import type { PushOutcome, TemplateArchive } from '../../shared/templates/template-archive.ts';
import type { Template } from '../../shared/templates/template-store.ts';
import { formatTable } from '../format/format-table.ts';
import { issueLines, readTemplates } from '../input/template-folder.ts';
import type { Outcome } from '../outcome.ts';

export type PushAsked = {
  /** The checkout. */
  readonly root: string;
  /** One template; all of them when absent. */
  readonly templateId?: string | undefined;
  /** Whether nothing is written. */
  readonly dryRun: boolean;
  /** Who pushes, and when (ISO 8601). */
  readonly pushedBy: string;
  readonly pushedAt: string;
};

type Result = {
  readonly templateId: string;
  readonly version: string;
  readonly result: PushOutcome | 'would push';
};

/** `template push`: makes the checkout's templates those that are sent. Where one of them breaks a rule, none is pushed. */
export const pushTemplates = async (archive: TemplateArchive, asked: PushAsked): Promise<Outcome> => {
  const sources = await readTemplates(asked.root, asked.templateId);
  const broken = sources.filter(({ issues }) => issues.length > 0);
  if (broken.length > 0)
    return { exit: 'REJECTED', json: { rejected: broken.map(toJson) }, lines: issueLines(broken) };
  const templates = sources.flatMap(({ template }) => template ?? []);
  const results = asked.dryRun
    ? await foresee(archive, templates)
    : await Promise.all(templates.map((template) => push(archive, template, asked)));
  return {
    exit: results.some(({ result }) => result === 'conflict') ? 'FAILED' : 'OK',
    json: { templates: results },
    lines: [
      ...formatTable(
        ['TEMPLATE', 'VERSION', ''],
        results.map(({ templateId, version, result }) => [templateId, version, words[result]]),
      ),
      ...(results.some(({ result }) => result === 'pushed')
        ? ['Every agent sends what was pushed within a minute.']
        : []),
    ],
  };
};

const words = {
  pushed: 'pushed',
  unchanged: 'unchanged',
  conflict: 'not pushed: somebody else did meanwhile; look at template list, then push again',
  'would push': 'would be pushed',
} as const satisfies Record<Result['result'], string>;

const push = async (archive: TemplateArchive, template: Template, by: PushAsked): Promise<Result> => {
  const { templateId, version } = template;
  const { pushedBy, pushedAt } = by;
  return { templateId, version, result: await archive.push(template, { pushedBy, pushedAt }) };
};

const foresee = async (
  archive: TemplateArchive,
  templates: readonly Template[],
): Promise<readonly Result[]> => {
  const pushed = new Map((await archive.list()).map(({ templateId, current }) => [templateId, current]));
  return templates.map(({ templateId, version }) => {
    const result = pushed.get(templateId) === version ? 'unchanged' : 'would push';
    return { templateId, version, result };
  });
};

const toJson = ({ templateId, issues }: TemplateSource) => ({ templateId, issues });
