import { cancelCommand } from '../journal/cancel-command.ts';
import { commandAggregate } from '../journal/command-facts.ts';
import type { CommandStatus } from '../journal/command-state.ts';
import type { Journal } from '../journal/journal.ts';
import { dueTimesOf } from '../timers/move-timer.ts';
import type { TimerStore } from '../timers/timer-store.ts';
import { OutcomeOpenError } from './errors.ts';

/** What was left of a command that was taken back: nothing, or a contact that cannot be unsent. */
export type TakenBack = 'NOTHING' | 'CANCELLED' | 'CONTACTED';

export type TakeBackDeps = {
  readonly journal: Pick<Journal, 'insert' | 'read'>;
  readonly timers: Pick<TimerStore, 'find' | 'remove'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

const CAUSE = 'SAGA_COMPENSATED';

const contacted: ReadonlySet<CommandStatus> = new Set(['SENT', 'DELIVERED']);
const ended: ReadonlySet<CommandStatus> = new Set([
  'NONE',
  'FAILED',
  'EXPIRED',
  'SUPPRESSED',
  'ERASED',
  'REJECTED',
]);

/**
 * Takes a command back that may not have been sent. Running it again goes on there. Throws `OutcomeOpenError` while nobody
 * knows whether the command went out.
 */
export const takeBack = async (commandId: string, by: string, deps: TakeBackDeps): Promise<TakenBack> => {
  const result = await cancelCommand({ commandId, cause: CAUSE, by }, deps);
  if (result.kind === 'TOO_LATE' && contacted.has(result.status)) return 'CONTACTED';
  if (result.kind === 'TOO_LATE' && !ended.has(result.status)) {
    throw new OutcomeOpenError(`command ${commandId}: is ${result.status}`);
  }
  await forgetTimer(commandId, deps);
  return result.kind === 'CANCELLED' ? 'CANCELLED' : 'NOTHING';
};

/** What waits for its time needs not come any more; if it did, its agent would find it cancelled. */
const forgetTimer = async (commandId: string, { journal, timers }: TakeBackDeps): Promise<void> => {
  const dueTimes = dueTimesOf(await journal.read(commandAggregate(commandId)));
  const timer = await timers.find(commandId, dueTimes);
  if (timer !== undefined) await timers.remove([timer]);
};
