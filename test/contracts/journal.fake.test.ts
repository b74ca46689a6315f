import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { describeJournal } from './journal-contract.ts';

describeJournal('InMemoryJournal', async () => new InMemoryJournal());
