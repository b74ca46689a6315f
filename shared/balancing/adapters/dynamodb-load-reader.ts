import type { LoadReader } from '../../coordination/watch-pools.ts';
import { readItems, type TableAccess } from '../../security/adapters/read-items.ts';
import { POOL_PREFIX } from '../load-exchange.ts';
import { bucketsIn } from './dynamodb-load-exchange.ts';

/** Reads the loads that pools tell in the table of state: one call for all of them. */
export const dynamoDbLoadReader =
  ({ tableName, ...access }: TableAccess & { readonly tableName: string }): LoadReader =>
  async (agentTypes) => {
    const keys = agentTypes.map((agentType) => ({
      id: { S: `${POOL_PREFIX}${agentType}` },
      part: { S: 'load' },
    }));
    const items = (await readItems({ [tableName]: keys }, access)).get(tableName) ?? [];
    return new Map(items.map((item) => [item['id']?.S?.slice(POOL_PREFIX.length) ?? '', bucketsIn(item)]));
  };
