import { systemPorts } from '../shared/runtime/system-ports.ts';
import { DynamoDbControlStore } from '../shared/state/adapters/dynamodb-control-store.ts';
import type { ControlStore } from '../shared/state/control-store.ts';
import type { StageAccess } from './stage-access.ts';

/** The switches of a stage. */
export const openControls = async (access: StageAccess): Promise<ControlStore> => {
  const [tableName = ''] = await access.parameters([access.names.stateTableName]);
  return new DynamoDbControlStore({ ...systemPorts, client: access.dynamoDb, tableName });
};
