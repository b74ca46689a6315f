import type { Fallback } from '../../fallback/fallback.ts';
import type { Journal } from '../../journal/journal.ts';
import type { Batch } from '../batch.ts';
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
  const open = new Set(goingOn.map(({ record }) => record));
  const denied = parsed.filter(({ record }) => !open.has(record));
  if (denied.length === 0) return denied;
  const claims = await journal.get(denied.map(firstClaim));
  // A denial is no reason to send again: here no provider counts as idempotent.
  const at = now();
  const uncalled = denied.filter((_, index) => claims[index] === undefined);
  await batch.pass(
    denied.filter((_, index) => claims[index] !== undefined),
    async (task) => {
      const { step, calledBefore } = await readNextStep(task, journal, { owner: '', now: at });
      if (!calledBefore) uncalled.push(task);
      return step.kind === 'attempt' || step.kind === 'go-on'
        ? undefined
        : settleClaimed(task, step, at, fallback);
    },
  );
  return uncalled;
};

const firstClaim = ({ aggregate }: Task) => ({ aggregate, key: 'claimed#1' });
