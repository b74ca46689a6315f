import { DynamoDbJournal } from '../../shared/journal/adapters/dynamodb-journal.ts';
import { DynamoDbRecordStore } from '../../shared/records/adapters/dynamodb-record-store.ts';
import { openPersonalStores, type PersonalPlace } from './personal-stores.ts';

/** The record store of one process, over its stores of personal data and a journal. */
export const openRecordPlace = (place: PersonalPlace, journalTable: string) => {
  const { client, tables } = place;
  const stores = openPersonalStores(place);
  const sleep = place.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)));
  const access = { client, random: Math.random, sleep };
  const { keys, cipher } = stores;
  return {
    ...stores,
    journal: new DynamoDbJournal({ ...access, tableName: journalTable, retentionDays: 35 }),
    records: new DynamoDbRecordStore({
      ...access,
      keys,
      cipher,
      tableName: tables.customers,
      journalTable,
      retentionDays: 35,
    }),
  };
};
