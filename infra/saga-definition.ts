import { finalErrors } from '../shared/sagas/errors.ts';
import { awaits, type RetryPlan, type SagaPlan, type SagaStepPlan } from '../shared/sagas/saga-plan.ts';

type Retrier = Readonly<Record<string, unknown>>;
type State = Readonly<Record<string, unknown>>;

/** A state machine in the Amazon States Language, JSONPath. */
export type SagaDefinition = {
  readonly Comment: string;
  readonly StartAt: string;
  readonly TimeoutSeconds: number;
  readonly States: Readonly<Record<string, State>>;
};

const COMPENSATE = 'compensate';
const UNRESOLVED = 'unresolved';
const REFUSED = 'refused';

/** Seconds of an express execution at most (AWS's limit). */
const LONGEST_EXPRESS = 300;

const stepRetry: RetryPlan = { intervalSeconds: 1, maxAttempts: 3, backoffRate: 2, maxDelaySeconds: 20 };
/** Undoing is tried for minutes, and for hours where a contact's outcome is open. */
const undoRetry: RetryPlan = { intervalSeconds: 2, maxAttempts: 8, backoffRate: 2, maxDelaySeconds: 60 };
const openRetry: RetryPlan = { intervalSeconds: 15, maxAttempts: 12, backoffRate: 2, maxDelaySeconds: 1800 };
const shortRetry: RetryPlan = { intervalSeconds: 1, maxAttempts: 3, backoffRate: 2, maxDelaySeconds: 5 };

/** A run that may go on ends at a known time: jitter would only miss it. */
const stillRunning = { intervalSeconds: 10, maxAttempts: 6 };

/**
 * The state machine of a saga, with as few transitions as can be: one for each step, and one more for all that is undone. What
 * steps gave lies in the journal and not in its state, which cannot grow too large that way.
 */
export const sagaDefinition = (plan: SagaPlan, functionArn: string): SagaDefinition => {
  const problem = plan.kind === 'express' && secondsOf(plan) > LONGEST_EXPRESS;
  if (problem)
    throw new RangeError(`saga: may take ${secondsOf(plan)} s, an express one at most ${LONGEST_EXPRESS}`);
  const names = plan.steps.map(({ name }) => name);
  const steps = plan.steps.map((step, at) => [step.name, doState(step, names[at + 1], functionArn)] as const);
  return {
    Comment: plan.description,
    StartAt: names[0] ?? COMPENSATE,
    TimeoutSeconds: secondsOf(plan),
    States: {
      ...Object.fromEntries(steps),
      [COMPENSATE]: {
        ...endState('compensate', plan, functionArn),
        Retry: undoRetries(plan),
        Catch: catching(UNRESOLVED, '$.compensation'),
      },
      // It tries once more by itself: so a redrive of the execution tries again.
      [UNRESOLVED]: {
        ...endState('resolve', plan, functionArn),
        Retry: [
          { ErrorEquals: ['SagaUnresolvedError'], MaxAttempts: 0 },
          retrier(['States.ALL'], shortRetry),
        ],
      },
      [REFUSED]: {
        Type: 'Fail',
        Error: 'OtherSagaError',
        Cause: 'The id is that of a saga with another input.',
      },
    },
  };
};

const asked = (action: string) => ({
  action,
  'sagaId.$': '$$.Execution.Name',
  'input.$': '$$.Execution.Input',
});

const doState = (step: SagaStepPlan, next: string | undefined, functionArn: string): State => {
  const payload = { ...asked('do'), step: step.name };
  const final = awaits(step) ? [...finalErrors, 'States.Timeout', 'States.HeartbeatTimeout'] : finalErrors;
  return {
    Type: 'Task',
    ...(awaits(step)
      ? {
          Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
          Parameters: { FunctionName: functionArn, Payload: { ...payload, 'token.$': '$$.Task.Token' } },
          HeartbeatSeconds: step.heartbeatSeconds,
        }
      : { Resource: functionArn, Parameters: payload }),
    TimeoutSeconds: step.timeoutSeconds,
    Retry: [{ ErrorEquals: final, MaxAttempts: 0 }, retrier(['States.ALL'], step.retry ?? stepRetry)],
    Catch: [
      { ErrorEquals: ['OtherSagaError'], Next: REFUSED, ResultPath: '$.failure' },
      ...catching(COMPENSATE, '$.failure'),
    ],
    ...(next === undefined
      ? { ResultSelector: { 'outcome.$': '$.outcome' }, End: true }
      : { ResultPath: null, Next: next }),
  };
};

const endState = (action: string, plan: SagaPlan, functionArn: string): State => ({
  Type: 'Task',
  Resource: functionArn,
  Parameters: { ...asked(action), 'cause.$': '$.failure.Error' },
  TimeoutSeconds: plan.functionTimeoutSeconds + 5,
  End: true,
});

/** What `States.ALL` leaves out and may be caught stands beside it; what cannot be caught ends the execution (`Saga`). */
const catching = (next: string, path: string) => [
  { ErrorEquals: ['States.DataLimitExceeded'], Next: next, ResultPath: path },
  { ErrorEquals: ['States.ALL'], Next: next, ResultPath: path },
];

const undoRetries = ({ kind }: SagaPlan): readonly Retrier[] => {
  const { intervalSeconds: IntervalSeconds, maxAttempts: MaxAttempts } = stillRunning;
  return [
    { ErrorEquals: ['StepStillRunningError'], IntervalSeconds, MaxAttempts, BackoffRate: 1 },
    ...(kind === 'express' ? [] : [retrier(['OutcomeOpenError'], openRetry)]),
    { ErrorEquals: [...finalErrors], MaxAttempts: 0 },
    retrier(['States.ALL'], kind === 'express' ? shortRetry : undoRetry),
  ];
};

const retrier = (
  ErrorEquals: readonly string[],
  { intervalSeconds, maxAttempts, backoffRate, maxDelaySeconds }: RetryPlan,
): Retrier => ({
  ErrorEquals,
  IntervalSeconds: intervalSeconds,
  MaxAttempts: maxAttempts,
  BackoffRate: backoffRate,
  MaxDelaySeconds: maxDelaySeconds,
  JitterStrategy: 'FULL',
});

/** The longest that an execution may take: every run to its end, every delay at its longest. */
const secondsOf = (plan: SagaPlan): number => {
  const run = plan.functionTimeoutSeconds + 5;
  const retried = ({ maxAttempts, maxDelaySeconds }: RetryPlan, each: number) =>
    maxAttempts * (each + maxDelaySeconds);
  const steps = plan.steps.map(
    (step) =>
      step.timeoutSeconds + retried(step.retry ?? stepRetry, awaits(step) ? run : step.timeoutSeconds),
  );
  const waits = stillRunning.maxAttempts * stillRunning.intervalSeconds; // each of these runs ends at once
  const undo =
    plan.kind === 'express' ? retried(shortRetry, run) : retried(undoRetry, run) + retried(openRetry, run);
  return [...steps, run, waits, undo, run, retried(shortRetry, run)].reduce((sum, each) => sum + each, 0);
};
