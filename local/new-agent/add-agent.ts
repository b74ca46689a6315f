import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentRegistry } from '../../shared/agents/agent-registry.ts';
import { problemOfName } from './check-name.ts';
import { withEntry } from './entry-text.ts';
import { handlerText } from './handler-text.ts';

/** Adds an agent type over the HTTP channel to a checkout: an entry and a folder, or nothing and an error that says why. */
export const addAgent = (root: string, agentType: string, agents: AgentRegistry): readonly string[] => {
  const problem = problemOfName(agentType, agents);
  if (problem !== undefined) throw new Error(problem);
  const folder = `functions/${agentType}-agent`;
  if (existsSync(join(root, folder)))
    throw new Error(`${folder} exists already; remove it, or choose another name`);
  const registry = join(root, 'config/agents.ts');
  const registryText = withEntry(readFileSync(registry, 'utf8'), agentType);

  mkdirSync(join(root, folder));
  writeFileSync(join(root, folder, 'handler.ts'), handlerText(agentType));
  writeFileSync(registry, registryText);
  return nextSteps(agentType, folder);
};

const nextSteps = (agentType: string, folder: string): readonly string[] => [
  `Written: the entry ${agentType} in config/agents.ts, and ${folder}/handler.ts.`,
  'Next:',
  `  1. Put your service's URL into ${agentType}.provider.url and its senders into ${agentType}.identities.`,
  '     shared/channels/adapters/http-channel.ts has the form of what it is asked and must answer.',
  `  2. Customers are reached by their address '${agentType}', else by their phone number: ${folder}/handler.ts`,
  "     says so. What they read is the part 'message.liquid' of a template in config/templates.",
  `  3. Try it: npm start, then a COMMAND of type SEND_MESSAGE with the target ${agentType}-agent; on the local`,
  "     stage it goes to the provider sandbox's inbox (npx switchboard inbox list).",
  '  4. Deploy it: SWITCHBOARD_STAGE=<stage> npx cdk deploy --all.',
];
