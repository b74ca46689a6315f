import { commandAggregate, fact } from '../journal/command-facts.ts';
import { type CommandStatus, commandStateOf } from '../journal/command-state.ts';
import { SagaIsCompensatedError } from './errors.ts';
import { recordDone } from './record-done.ts';
import { sagaAggregate } from './saga-id.ts';
import type { SagaDeps, SagaWait } from './saga-ports.ts';
import { sagaStateOf } from './saga-state.ts';

/** What became of a wait: nobody waits, it goes on, or the state machine was told. */
export type Settlement = 'NOBODY' | 'GOES_ON' | 'SUCCEEDED' | 'FAILED' | 'TOO_LATE';

/** The customer was contacted: what the step was for. */
const contacted: ReadonlySet<CommandStatus> = new Set(['SENT', 'DELIVERED']);
/** It never will be. What is PARKED or UNKNOWN may be yet. */
const lost: ReadonlySet<CommandStatus> = new Set([
  'FAILED',
  'EXPIRED',
  'CANCELLED',
  'SUPPRESSED',
  'ERASED',
  'REJECTED',
]);

/**
 * Tells the state machine that waits for a command how that stands by the journal; news of it that is no end is a sign of life.
 * Running it twice, or late, changes nothing. Throws where it is not known to have been told.
 */
export const settleWait = async (commandId: string, deps: SagaDeps): Promise<Settlement> => {
  const wait = await deps.waits.get(commandId);
  if (wait === undefined) return 'NOBODY';
  const { status } = commandStateOf(await deps.journal.read(commandAggregate(commandId)));
  if (contacted.has(status)) return succeed(wait, status, deps);
  if (lost.has(status)) return fail(wait, status, deps);
  return (await deps.tokens.beat(wait.token)) === 'told' ? 'GOES_ON' : 'TOO_LATE';
};

const succeed = async (
  { commandId, sagaId, step, token }: SagaWait,
  status: CommandStatus,
  deps: SagaDeps,
): Promise<Settlement> => {
  const input = sagaStateOf(await deps.journal.read(sagaAggregate(sagaId))).started?.body ?? {};
  const output = { commandId, status };
  try {
    const done = { sagaId, step, owner: 'event', input, output: JSON.stringify(output) };
    const isComplete = await recordDone(done, deps);
    const answer = { output, ...(isComplete ? { outcome: 'COMPLETED' } : {}) };
    return (await deps.tokens.succeed(token, answer)) === 'told' ? 'SUCCEEDED' : 'TOO_LATE';
  } catch (error) {
    if (error instanceof SagaIsCompensatedError) return 'TOO_LATE';
    throw error;
  }
};

const fail = async (
  { sagaId, step, token }: SagaWait,
  status: CommandStatus,
  { journal, order, tokens, now }: SagaDeps,
): Promise<Settlement> => {
  const body = { step, place: order.indexOf(step), nth: `${step}#event`, owner: 'event', cause: status };
  await journal.insert([fact('step-ended', sagaAggregate(sagaId), now(), body)]);
  return (await tokens.fail(token, 'StepRefusedError', status)) === 'told' ? 'FAILED' : 'TOO_LATE';
};
