import { systemPorts } from '../shared/runtime/system-ports.ts';
import { DynamoDbTimers } from '../shared/timers/adapters/dynamodb-timers.ts';
import type { StageAccess } from './stage-access.ts';

/** The timers of a stage. */
export const openTimers = async (access: StageAccess): Promise<DynamoDbTimers> => {
  const [tableName = ''] = await access.parameters([access.names.stateTableName]);
  return new DynamoDbTimers({ ...systemPorts, client: access.dynamoDb, tableName });
};
