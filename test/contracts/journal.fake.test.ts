import { InMemoryDueClaims } from '../../shared/journal/adapters/in-memory-due-claims.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { describeJournal } from './journal-contract.ts';

describeJournal('InMemoryJournal', async () => {
  const due = new InMemoryDueClaims();
  return { journal: new InMemoryJournal(due), due };
});
