import type { Journal } from '../../journal/journal.ts';
import type { Batch } from '../batch.ts';

/** Writes what became of every message of the batch, in one call. Throws when the journal cannot: then all come back. */
export const recordFacts = async (batch: Batch, journal: Journal): Promise<void> => {
  const facts = batch.settlements.flatMap(([, { facts }]) => facts);
  if (facts.length > 0) await journal.insert(facts);
};
