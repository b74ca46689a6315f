import { PATIENCE_MS, type Turns } from '../../fairness/turns.ts';
import { errorFields, type Logger } from '../../observability/logger.ts';
import type { Batch } from '../batch.ts';
import { receivesOf } from '../isolate-suspects.ts';
import { Settled } from '../settled.ts';
import type { Task } from './work.ts';

export type TurnDeps = {
  readonly turns: Turns;
  readonly log: Logger;
  /** Milliseconds that the group needs for all that follows. */
  readonly groupMs: number;
};

/** From this receive on a message that must wait is set aside: of its lane's six, two are left for what may really fail. */
const LAST_WAIT_RECEIVE = 4;

/**
 * Lets through those for which their identity and their campaign have a token. Where all are of one campaign the batch waits for
 * its tokens here, which also slows down its lane's pollers; what must wait for longer comes back when there might be a token,
 * and a message that came back so too often is set aside instead of using up its receives.
 */
export const takeTurns = async (
  batch: Batch,
  tasks: readonly Task[],
  { turns, log, groupMs }: TurnDeps,
): Promise<readonly Task[]> => {
  if (tasks.length === 0 || !(await turns.areLimited().catch(() => true))) return tasks;
  const ordered = tasks.toSorted((a, b) => receivesOf(b.record) - receivesOf(a.record));
  const isUrgent = tasks.every(({ lane }) => lane.tier === 'CRITICAL');
  const isOneCampaign = new Set(tasks.map(({ subject }) => subject.campaignId)).size === 1;
  const patienceMs = isOneCampaign
    ? Math.max(0, Math.min(PATIENCE_MS, batch.remainingMs() - groupMs - SLACK_MS))
    : 0;
  const waits = await turns.take(ordered.map(turnOf), { patienceMs, isUrgent }).catch((error: unknown) => {
    log.error('tokens not taken', errorFields(error));
    return ordered.map(() => UNKNOWN_WAIT_MS);
  });
  const waitOf = new Map(ordered.map(({ record }, at) => [record, waits[at] ?? 0]));
  return batch.pass(tasks, (task) => {
    const waitMs = waitOf.get(task.record) ?? 0;
    if (waitMs === 0) return task;
    const cause = 'THROTTLED';
    if (receivesOf(task.record) >= LAST_WAIT_RECEIVE) return new Settled('HELD_BACK', [], { cause }, cause);
    return new Settled('HELD_BACK', [], { cause, askedMs: waitMs });
  });
};

/** Has others use the tokens of those that were not claimed after all. */
export const giveTurnsBack = (
  taken: readonly Task[],
  claimed: readonly Task[],
  { turns }: Pick<TurnDeps, 'turns'>,
): void => {
  if (taken.length === claimed.length) return;
  const sent = new Set(claimed.map(({ record }) => record));
  turns.giveBack(taken.filter(({ record }) => !sent.has(record)).map(turnOf));
};

const SLACK_MS = 500;
/** Where tokens cannot be taken nothing is sent: a provider that is run over refuses far more. */
const UNKNOWN_WAIT_MS = 1000;

const turnOf = ({ subject: { identity, campaignId } }: Task) => ({ identity, campaignId });
