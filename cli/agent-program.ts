import { type Command, InvalidArgumentError } from 'commander';
import * as z from 'zod';
import { agents } from '../config/agents.ts';
import { DynamoDbAgentStateStore } from '../shared/agents/adapters/dynamodb-agent-state-store.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { aboveZero } from './campaign-program.ts';
import { listAgents } from './commands/agent-list.ts';
import { setIdentityShare } from './commands/share-commands.ts';
import { openControls } from './open-controls.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

/** Adds the commands about agents: what they say of themselves, and what they get. */
export const addAgents = (program: Command, terminal: Terminal): void => {
  const parent = program.command('agent').description('identities of agents');
  parent
    .command('list')
    .description('list the identities of config/agents.ts with what each last said of itself')
    .action((_, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async ({ dynamoDb: client, names, parameters }) => {
          const [tableName = ''] = await parameters([names.stateTableName]);
          return listAgents(agents, new DynamoDbAgentStateStore({ ...systemPorts, client, tableName }));
        }),
      ),
    );
  addShare(parent, terminal);
};

const shareSchema = z.object({
  weight: z.number().optional(),
  rate: z.number().optional(),
  reset: z.boolean().optional(),
});

const addShare = (parent: Command, terminal: Terminal): void => {
  parent
    .command('share')
    .description('set what an identity gets, also of what waits already, instead of config/agents.ts')
    .argument('<identity>', 'such as email-agent-001', identityOf)
    .option('--weight <n>', 'its share beside the others of its pool; 0 takes it out of service', zeroOrMore)
    .option('--rate <n>', 'messages a second that it may send', aboveZero)
    .option('--reset', 'go back to config/agents.ts')
    .action((identity: string, _, command: Command) =>
      runCommand(command, terminal, (target) =>
        onStage(target, async (access) => {
          const { weight, rate, reset } = shareSchema.parse(command.opts());
          const share = { ...(weight !== undefined && { weight }), ...(rate !== undefined && { rate }) };
          return setIdentityShare(await openControls(access), agents, identity, {
            ...share,
            ...(reset && { reset }),
          });
        }),
      ),
    );
};

const identityOf = (text: string): string => {
  if (Object.values(agents).some(({ identities }) => Object.hasOwn(identities, text))) return text;
  throw new InvalidArgumentError('It is no identity of config/agents.ts.');
};

const zeroOrMore = (text: string): number => (text.trim() === '0' ? 0 : aboveZero(text));
