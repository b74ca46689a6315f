import type { Command } from 'commander';
import { agents } from '../config/agents.ts';
import { DynamoDbAgentStateStore } from '../shared/agents/adapters/dynamodb-agent-state-store.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { listAgents } from './commands/agent-list.ts';
import { onStage, runCommand, type Terminal } from './run-command.ts';

/** Adds the command about agents and what they say of themselves. */
export const addAgents = (program: Command, terminal: Terminal): void => {
  program
    .command('agent')
    .description('identities of agents')
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
};
