import type { Fallback } from '../../fallback/fallback.ts';
import { fact } from '../../journal/command-facts.ts';
import type { Fact, FactOf } from '../../journal/fact.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Batch } from '../batch.ts';
import { Settled } from '../settled.ts';
import { readNextStep, settleClaimed } from './claimed-before.ts';
import type { Task } from './work.ts';

type ReviewDeps = {
  readonly journal: Journal;
  readonly now: () => number;
  readonly fallback?: Pick<Fallback, 'to'> | undefined;
};

/**
 * Looks again at commands that were denied or could not be rendered: one whose earlier attempt is still open stays UNKNOWN
 * or waits, since a denial now proves nothing about the contact then. One read for all of them; no read where none was denied.
 * Gives back those for which no provider was ever called.
 */
export const reviewDenials = async (
  batch: Batch,
  parsed: readonly Task[],
  goingOn: readonly Task[],
  { journal, now, fallback }: ReviewDeps,
): Promise<readonly Task[]> => {
  if (goingOn.length === parsed.length) return [];
  const open = new Set(goingOn.map(({ record }) => record));
  const denied = parsed.filter(({ record }) => !open.has(record));
  const claims = await journal.get(denied.map(firstClaim));
  // A denial is no reason to send again: here no provider counts as idempotent.
  const at = now();
  const uncalled = denied.filter((_, index) => claims[index] === undefined);
  await batch.pass(
    denied.filter((_, index) => claims[index] !== undefined),
    async (task) => {
      const { step, calledBefore } = await readNextStep(task, journal, { owner: '', now: at });
      if (!calledBefore) uncalled.push(task);
      if (step.kind === 'attempt') return afterAttempts(batch, task, step.attempt - 1);
      return step.kind === 'go-on' ? undefined : settleClaimed(task, step, at, fallback);
    },
  );
  return uncalled;
};

/** The denial again, as the end of a command that was attempted before: whoever goes by sequence hears it last. */
const afterAttempts = (batch: Batch, { record }: Task, after: number): Settled | undefined => {
  const denial = batch.settlementOf(record);
  if (denial === undefined || !denial.facts.some(isDenial)) return undefined;
  const { outcome, facts, retry, aside, fallen } = denial;
  return new Settled(
    outcome,
    facts.map((of) => (isDenial(of) ? stamped(of, after) : of)),
    retry,
    aside,
    fallen,
  );
};

type Denial = FactOf<'suppressed'> | FactOf<'expired'> | FactOf<'cancelled'>;

const denials: ReadonlySet<string> = new Set(['suppressed', 'expired', 'cancelled']);

const isDenial = (of: Fact): of is Denial => denials.has(of.type);

const stamped = (of: Denial, after: number): Fact => {
  switch (of.type) {
    case 'suppressed':
      return fact('suppressed', of.aggregate, of.at, { ...of.body, after });
    case 'expired':
      return fact('expired', of.aggregate, of.at, { ...of.body, after });
    case 'cancelled':
      return fact('cancelled', of.aggregate, of.at, { ...of.body, after });
  }
};

const firstClaim = ({ aggregate }: Task) => ({ aggregate, key: 'claimed#1' });
