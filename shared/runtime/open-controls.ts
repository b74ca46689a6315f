import { DynamoDbControlStore } from '../state/adapters/dynamodb-control-store.ts';
import { createControlBoard } from '../state/control-board.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The stage's switches as its environment names them: where they are kept, and what this function looks at of them. */
export const openControls = (env: { readonly STATE_TABLE: string }, names: readonly string[]) => {
  const store = new DynamoDbControlStore({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.STATE_TABLE,
  });
  return { store, board: createControlBoard({ store, names, now: systemPorts.now }) };
};
