import type { Fallback } from '../../fallback/fallback.ts';
import { fact } from '../../journal/command-facts.ts';
import { commandStateOf } from '../../journal/command-state.ts';
import type { Fact } from '../../journal/fact.ts';
import type { Journal } from '../../journal/journal.ts';
import { nextStep } from '../../journal/next-step.ts';
import type { LaneEntry } from '../../lanes/lane-sender.ts';
import type { Batch } from '../batch.ts';
import { fallsBack, retryLater, Settled } from '../settled.ts';
import { settleClaimed } from './claimed-before.ts';
import type { Rendered, Task } from './work.ts';

type FallenAttempt = {
  /** The last one that was made, or 0. */
  readonly attempt: number;
  readonly cause: string;
  readonly at: number;
};

/** The fact that a command goes on by another channel, insert-only: so one attempt falls back to another channel once. */
export const fellBackFact = (
  { aggregate, subject, lane }: Task,
  { agentType: to }: LaneEntry,
  { attempt, cause, at }: FallenAttempt,
): Fact => fact('fell-back', aggregate, at, { ...subject, attempt, from: lane.agentType, to, cause });

/** A message whose service is not called waits outside its lane. */
const waits = (): Settled => new Settled('HELD_BACK', [], { cause: 'BREAKER_OPEN' }, 'BREAKER_OPEN');

export type HeldBackDeps = {
  readonly fallback?: Fallback | undefined;
  readonly journal: Pick<Journal, 'read'>;
  readonly now: () => number;
};

/**
 * Settles a command that no provider of its channel is called for: it goes on by another channel where nothing of it is open,
 * and waits else. No call where its template names no other channel.
 */
export const settleHeldBack =
  ({ fallback, journal, now }: HeldBackDeps) =>
  async (task: Rendered<unknown>): Promise<Settled> => {
    const next = await fallback?.next(task);
    if (fallback === undefined || next === undefined) return waits();
    const at = now();
    const { agentType } = task.lane;
    const state = commandStateOf(await journal.read(task.aggregate));
    const step = nextStep(state, { owner: '', now: at, agentType });
    if (step.kind === 'go-on') return waits();
    if (step.kind === 'attempt') {
      const fell = fellBackFact(task, next, { attempt: state.attempts, cause: 'BREAKER_OPEN', at });
      return fallsBack([fell], next);
    }
    return settleClaimed(task, step, at, fallback);
  };

/**
 * Puts what fell back into its new lanes, after the facts that say so, in one call for all. What could not be put there comes
 * back, and is given again: its command's claim makes one contact of all copies.
 */
export const sendFallen = async (batch: Batch, fallback: Fallback | undefined): Promise<void> => {
  if (fallback === undefined) return;
  const fallen = batch.gather(({ fallen: entry }, record) => entry && { record, entry });
  if (fallen.length === 0) return;
  const outcomes = await fallback.lanes.send(fallen.map(({ entry }) => entry));
  for (const [at, { record }] of fallen.entries())
    if (outcomes[at]?.sent !== true) batch.settle(record, retryLater('FALLBACK_NOT_SENT'));
};
