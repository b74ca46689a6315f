import type { DueClaims } from '../../journal/due-claims.ts';
import type { Fact } from '../../journal/fact.ts';
import type { Journal } from '../../journal/journal.ts';
import type { ServiceBreaker } from '../../resilience/external-service.ts';
import type { Batch } from '../batch.ts';
import type { ClaimedAttempts } from './claim-attempts.ts';

/** Writes what became of every message of the batch, in one call. Throws when the journal cannot: then all come back. */
export const recordFacts = async (batch: Batch, journal: Journal): Promise<void> => {
  const facts = factsOf(batch);
  if (facts.length > 0) await journal.insert(facts);
};

/**
 * The same where attempts were claimed, with missed deadlines and what their calls made of the services' breakers: due claims go once every one of
 * them has its outcome, and stay for the sweep else.
 */
export const recordOutcomes = async (
  batch: Batch,
  { claimed, due }: ClaimedAttempts<unknown>,
  journal: Journal,
  services: readonly { readonly breaker: ServiceBreaker }[],
  missed: readonly Fact[],
): Promise<void> => {
  const transitions = (await Promise.all(services.map(({ breaker }) => breaker.settle()))).flat();
  const facts = factsOf(batch);
  const told = new Set(facts.map(({ aggregate }) => aggregate));
  const settled: readonly DueClaims[] = claimed.every(({ aggregate }) => told.has(aggregate)) ? due : [];
  if (facts.length + missed.length + transitions.length + settled.length > 0) {
    const change = settled.length > 0 ? ({ kind: 'settle', due: settled } as const) : undefined;
    await journal.insert([...facts, ...missed, ...transitions], change);
  }
  for (const { breaker } of services) breaker.recorded();
};

const factsOf = (batch: Batch): readonly Fact[] => batch.gather(({ facts }) => facts).flat();
