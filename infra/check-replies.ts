import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { partsOfProvider } from '../shared/fallback/parts-of-provider.ts';
import { problemsOfReplies } from '../shared/pipeline/problems-of-replies.ts';
import { fileOfPart } from '../shared/templates/template-parts.ts';
import type { Deployment } from './deployment.ts';

/** Says which rows of `config/replies.ts` name what is not there, are never reached, or lead back to themselves. */
export const problemsOfReplyTable = (deployment: Deployment): readonly string[] =>
  problemsOfReplies(deployment.replies, {
    agents: deployment.agents,
    templates: templatesOf(deployment),
    sagas: Object.keys(deployment.sagas),
  });

/** By template, the agent types for which it has every part. */
const templatesOf = ({ agents, projectRoot }: Deployment): ReadonlyMap<string, ReadonlySet<string>> => {
  const root = join(projectRoot, 'config/templates');
  const ids = existsSync(root) ? readdirSync(root) : [];
  return new Map(
    ids.map((templateId) => {
      const served = Object.entries(agents).filter(([, { provider }]) =>
        partsOfProvider[provider.kind].every((part) => existsSync(join(root, templateId, fileOfPart(part)))),
      );
      return [templateId, new Set(served.map(([agentType]) => agentType))];
    }),
  );
};
