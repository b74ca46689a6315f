import { fact } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import { OtherSagaError, SagaIsCompensatedError, StepRefusedError } from './errors.ts';
import { recordDone } from './record-done.ts';
import { sagaAggregate } from './saga-id.ts';
import type { SagaAsked, SagaDeps } from './saga-ports.ts';
import { AWAITED, type SagaState, sagaStateOf } from './saga-state.ts';
import type { SagaStep } from './saga-step.ts';
import { settleWait } from './settle-wait.ts';
import { inputFingerprint, sagaSubject, stepRunOf } from './step-run.ts';

/** One run of a step, by whom and until when it may take. */
export type DoAsked = SagaAsked & {
  readonly step: string;
  readonly owner: string;
  /** Milliseconds since 1970 at which its function is killed. */
  readonly deadlineAt: number;
  /** Of Step Functions, where the step awaits an event. */
  readonly token?: string | undefined;
};

/** What a step's run answers: the saga's outcome where it was the last one. */
export type DoAnswer = {
  readonly outcome?: 'COMPLETED';
  readonly output: Readonly<Record<string, unknown>>;
};

/**
 * Runs a step unless it is done, and writes down that it is. First that it begins, then what stands: so either this run sees
 * that the saga is compensated, or the compensation sees the run and waits until it is over. Throws `SagaIsCompensatedError`
 * where the saga is, `OtherSagaError` where the id is another one's, and what the step throws.
 */
export const doStep = async (asked: DoAsked, deps: SagaDeps): Promise<DoAnswer> => {
  const { sagaId, step } = asked;
  const state = await begin(asked, deps);
  const known = state.outputs.get(step);
  const decision = state.decided?.body.decision;
  if (decision === 'COMPENSATE') {
    await end(asked, 'SagaIsCompensatedError', deps);
    throw new SagaIsCompensatedError(`saga ${sagaId}: step ${step} comes too late`);
  }
  if (known !== undefined || decision === 'COMPLETE') return finish(asked, known ?? '{}', deps);
  return runFirst(asked, state, deps);
};

const begin = async (asked: DoAsked, deps: SagaDeps): Promise<SagaState> => {
  const { sagaId, step, owner, deadlineAt, input } = asked;
  const { journal, saga, order, now } = deps;
  const aggregate = sagaAggregate(sagaId);
  const fingerprint = inputFingerprint(input);
  const facts: Fact[] = [
    fact('step-begun', aggregate, now(), { ...placeOf(asked, order), owner, deadlineAt }),
  ];
  if (order.indexOf(step) === 0) {
    facts.unshift(fact('saga-started', aggregate, now(), { ...sagaSubject(saga, input), fingerprint }));
  }
  await journal.insert(facts);
  const state = sagaStateOf(await journal.read(aggregate));
  if (state.started === undefined || state.started.body.fingerprint === fingerprint) return state;
  await end(asked, 'OtherSagaError', deps);
  throw new OtherSagaError(`saga ${sagaId}: the id is another one's`);
};

const runFirst = async (asked: DoAsked, state: SagaState, deps: SagaDeps): Promise<DoAnswer> => {
  const { sagaId, step, token = '' } = asked;
  const { saga, steps, waits } = deps;
  const found = steps[step];
  if (found === undefined) throw new TypeError(`saga ${saga}: has no step ${step}`);
  const run = stepRunOf(step, asked, state, deps);
  const commandId = found.awaited?.(run);
  if (commandId !== undefined) await waits.put({ commandId, sagaId, step, token });
  const output = await attempt(found, run, asked, deps);
  if (commandId === undefined) return finish(asked, JSON.stringify(output), deps);
  await end(asked, AWAITED, deps);
  await settleWait(commandId, deps); // its event may have come before its token was there
  return { output };
};

const attempt = async (
  step: SagaStep<unknown>,
  run: Parameters<SagaStep<unknown>['do']>[0],
  asked: DoAsked,
  deps: SagaDeps,
): Promise<Readonly<Record<string, unknown>>> => {
  try {
    return await step.do(run);
  } catch (error) {
    await end(asked, causeOf(error), deps);
    throw error;
  }
};

/** The run changes nothing any more: nobody needs to wait until its time is over. */
const end = async (asked: DoAsked, cause: string, { journal, order, now }: SagaDeps): Promise<void> => {
  const { sagaId, owner } = asked;
  const body = { ...placeOf(asked, order), owner, cause };
  await journal.insert([fact('step-ended', sagaAggregate(sagaId), now(), body)]);
};

const finish = async (asked: DoAsked, output: string, deps: SagaDeps): Promise<DoAnswer> => {
  const isComplete = await recordDone({ ...asked, output }, deps);
  return { output: JSON.parse(output), ...(isComplete ? { outcome: 'COMPLETED' } : {}) };
};

const placeOf = ({ step, owner }: DoAsked, order: readonly string[]) => ({
  step,
  place: order.indexOf(step),
  nth: `${step}#${owner}`,
});

/** Codes only: messages of others may quote what they were given. */
const causeOf = (error: unknown): string => {
  if (error instanceof StepRefusedError) return error.code;
  return error instanceof Error ? error.name : 'UNKNOWN';
};
