import { DynamoDbAgentStateStore } from '../agents/adapters/dynamodb-agent-state-store.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** What the agents of a function's stage say of themselves, as its environment names it. */
export const openAgentStates = (env: { readonly STATE_TABLE: string }): DynamoDbAgentStateStore =>
  new DynamoDbAgentStateStore({ ...systemPorts, client: dynamoDbClient(), tableName: env.STATE_TABLE });
