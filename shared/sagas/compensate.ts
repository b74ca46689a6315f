import { eventIdOf, fact } from '../journal/command-facts.ts';
import { SagaUnresolvedError, StepStillRunningError } from './errors.ts';
import { sagaAggregate } from './saga-id.ts';
import type { SagaAsked, SagaDeps } from './saga-ports.ts';
import { type SagaState, sagaStateOf } from './saga-state.ts';
import { sagaSubject, stepRunOf } from './step-run.ts';

/** How a saga ended. */
export type SagaOutcome =
  | { readonly outcome: 'COMPLETED' }
  | { readonly outcome: 'COMPENSATED'; readonly cause: string; readonly step?: string | undefined };

/** A saga to be compensated; `cause` is the code of what failed. */
export type CompensationAsked = SagaAsked & { readonly cause: string };

/** A call that was under way when its function was killed may still arrive. */
const MARGIN_MS = 5000;
/** Milliseconds that a person has for a saga that nobody could end. */
const TASK_MS = 7 * 86_400_000;

/**
 * Undoes, in reverse order, every step that began, unless the saga is complete. First the word that it is compensated, so that
 * no step is done any more; then it waits for the runs that may not have heard it: throws `StepStillRunningError`. Throws what
 * a step's undoing throws; running it again goes on there.
 */
export const compensate = async (asked: CompensationAsked, deps: SagaDeps): Promise<SagaOutcome> => {
  const { sagaId, input, cause } = asked;
  const { journal, saga, now } = deps;
  const aggregate = sagaAggregate(sagaId);
  const subject = sagaSubject(saga, input);
  await journal.insert([
    fact('saga-decided', aggregate, now(), { ...subject, decision: 'COMPENSATE', cause }),
  ]);
  const state = sagaStateOf(await journal.read(aggregate));
  if (state.status === 'COMPLETED') return { outcome: 'COMPLETED' };
  const why = reasonOf(state, cause);
  if (state.status === 'COMPENSATED') return { outcome: 'COMPENSATED', ...why };
  if (state.openRuns.some(({ body }) => body.deadlineAt + MARGIN_MS > now())) {
    throw new StepStillRunningError(`saga ${sagaId}: a step may still run`);
  }
  for (const step of state.begun.toReversed()) {
    if (!state.undone.has(step)) await undoStep(step, asked, state, deps);
  }
  await journal.insert([fact('saga-compensated', aggregate, now(), { ...subject, ...why })]);
  return { outcome: 'COMPENSATED', ...why };
};

const undoStep = async (
  step: string,
  asked: CompensationAsked,
  state: SagaState,
  deps: SagaDeps,
): Promise<void> => {
  const { journal, order, steps, saga, now } = deps;
  const found = steps[step];
  if (found === undefined) throw new TypeError(`saga ${saga}: has no step ${step}`);
  await found.undo(stepRunOf(step, asked, state, deps));
  const body = { step, place: order.indexOf(step), nth: step };
  await journal.insert([fact('step-undone', sagaAggregate(asked.sagaId), now(), body)]);
};

/** What a step said of its end tells more than what the state machine saw. */
const reasonOf = ({ lastEnd }: SagaState, cause: string) => ({
  cause: lastEnd?.body.cause ?? cause,
  step: lastEnd?.body.step,
});

/**
 * Tries once more, and where that fails tells a person: a fact, and a task. Throws `SagaUnresolvedError` then, and
 * `StepStillRunningError` where it is too early to say.
 */
export const resolveSaga = async (asked: CompensationAsked, deps: SagaDeps): Promise<SagaOutcome> => {
  try {
    return await compensate(asked, deps);
  } catch (error) {
    if (error instanceof StepStillRunningError) throw error;
    await tellUnresolved(asked, error instanceof Error ? error.name : 'UNKNOWN', deps);
    throw new SagaUnresolvedError(`saga ${asked.sagaId}: could not be compensated`, { cause: error });
  }
};

const tellUnresolved = async ({ sagaId, input }: SagaAsked, cause: string, deps: SagaDeps): Promise<void> => {
  const { journal, openTask, saga, now } = deps;
  const unresolved = fact('saga-unresolved', sagaAggregate(sagaId), now(), {
    ...sagaSubject(saga, input),
    cause,
  });
  await journal.insert([unresolved]);
  const { customerId, conversationId, workflowId, hops } = input;
  await openTask({
    taskId: eventIdOf({ aggregate: unresolved.aggregate, key: `task#${unresolved.key}` }),
    kind: 'SAGA_UNRESOLVED',
    reason: cause,
    priority: 'HIGH',
    customerId,
    conversationId,
    workflowId,
    hops,
    openedAt: now(),
    expiresAt: now() + TASK_MS,
  });
};

/** Ends a saga whose execution ended without doing so: timed out, stopped by hand, failed where no step could say so. */
export const rescueSaga = async (
  asked: CompensationAsked,
  deps: SagaDeps,
): Promise<SagaOutcome | 'ENDED'> => {
  const { status } = sagaStateOf(await deps.journal.read(sagaAggregate(asked.sagaId)));
  return status === 'COMPLETED' || status === 'COMPENSATED' || status === 'UNRESOLVED'
    ? 'ENDED'
    : resolveSaga(asked, deps);
};
