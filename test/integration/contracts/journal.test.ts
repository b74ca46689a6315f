import { inject } from 'vitest';
import { describeJournal } from '../../contracts/journal-contract.ts';
import { createJournalTable } from '../../support/create-journal-table.ts';

let table: ReturnType<typeof createJournalTable> | undefined;

describeJournal('DynamoDbJournal', () => {
  table ??= createJournalTable(inject('endpoint'));
  return table;
});
