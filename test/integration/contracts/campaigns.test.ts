import { inject } from 'vitest';
import { DynamoDbCampaignStore } from '../../../shared/campaigns/adapters/dynamodb-campaign-store.ts';
import { describeCampaignStore } from '../../contracts/campaign-contract.ts';
import { createPersonalTables } from '../../support/create-personal-tables.ts';

let place: ReturnType<typeof createPersonalTables> | undefined;

describeCampaignStore('DynamoDbCampaignStore', async () => {
  place ??= createPersonalTables(inject('endpoint'));
  const { client, tables } = await place;
  const ports = { random: Math.random, sleep: async () => undefined, now: Date.now };
  return new DynamoDbCampaignStore({ ...ports, client, tableName: tables.state, retentionDays: 35 });
});
