import type { Journal } from '../../journal/journal.ts';
import type { ServiceBreaker } from '../../resilience/external-service.ts';
import type { Batch } from '../batch.ts';

/**
 * Writes what became of every message of the batch, and what its calls made of the service's breaker, in one call. Throws when
 * the journal cannot: then all come back.
 */
export const recordFacts = async (
  batch: Batch,
  journal: Journal,
  breaker?: ServiceBreaker,
): Promise<void> => {
  const transitions = (await breaker?.settle()) ?? [];
  const facts = [...batch.settlements.flatMap(([, { facts }]) => facts), ...transitions];
  if (facts.length > 0) await journal.insert(facts);
  breaker?.recorded();
};
