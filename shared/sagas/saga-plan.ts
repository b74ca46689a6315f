/** How often and how fast a step's run is repeated when it fails for a passing reason; full jitter always. */
export type RetryPlan = {
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
};

/** One step of a saga as its state machine sees it; what it does and undoes is in the saga's function. */
export type SagaStepPlan = {
  readonly name: string;
  /** Seconds until a run counts as failed: at least the function's own; of a step that awaits, until its event. */
  readonly timeoutSeconds: number;
  /** The step is done when the event of its command comes; seconds without any news after which it has failed. */
  readonly heartbeatSeconds?: number | undefined;
  /** @default 3 tries more, from 1 s on, doubling, at most 20 s */
  readonly retry?: RetryPlan | undefined;
};

/** A saga as it is deployed: its steps in order, all of them in one function. */
export type SagaPlan = {
  readonly description: string;
  /**
   * `standard`: one execution for an id, whatever happens to it. `express`: cheaper, for sagas that await nothing and take less
   * than 5 minutes; an execution that AWS itself loses is not compensated (ADR 0027). @default 'standard'
   */
  readonly kind?: 'standard' | 'express' | undefined;
  /** Its folder under `functions/`. */
  readonly folder: string;
  readonly memoryMb: number;
  /** Seconds of one run of a step, or of a compensation. */
  readonly functionTimeoutSeconds: number;
  /** A step finds out what an answer means, by the stage's model too. @default false */
  readonly readsAnswers?: true | undefined;
  readonly steps: readonly SagaStepPlan[];
};

/** The sagas of a deployment by name. */
export type SagaTable = Readonly<Record<string, SagaPlan>>;

/** Whether a step is done only when an event comes. */
export const awaits = (step: SagaStepPlan): boolean => step.heartbeatSeconds !== undefined;

const NAME = /^[a-z][a-z0-9-]{0,29}$/;

/** Every rule that a plan breaks, as text that names the field; none where it can be deployed. */
export const problemsOf = (saga: string, plan: SagaPlan): readonly string[] => {
  const names = plan.steps.map(({ name }) => name);
  return [
    ...(NAME.test(saga)
      ? []
      : [`${saga}: must be 1 to 30 small letters, digits or -, and start with a letter`]),
    ...(names.length > 0 ? [] : [`${saga}.steps: must have one at least`]),
    ...names.flatMap((name, at) => [
      ...(NAME.test(name) ? [] : [`${saga}.steps.${at}.name: must be 1 to 30 small letters, digits or -`]),
      ...(names.indexOf(name) === at ? [] : [`${saga}.steps.${at}.name: is used twice`]),
    ]),
    ...plan.steps.flatMap((step, at) => problemsOfTimes(`${saga}.steps.${at}`, step, plan)),
  ];
};

const problemsOfTimes = (path: string, step: SagaStepPlan, plan: SagaPlan): readonly string[] => {
  const { timeoutSeconds, heartbeatSeconds } = step;
  return [
    // Else a run could change something after it was given up.
    ...(timeoutSeconds >= plan.functionTimeoutSeconds
      ? []
      : [`${path}.timeoutSeconds: must be at least functionTimeoutSeconds`]),
    ...(heartbeatSeconds === undefined || (heartbeatSeconds > 0 && heartbeatSeconds < timeoutSeconds)
      ? []
      : [`${path}.heartbeatSeconds: must be above 0 and below timeoutSeconds`]),
    ...(plan.kind === 'express' && heartbeatSeconds !== undefined
      ? [`${path}.heartbeatSeconds: must not be given: an express saga awaits nothing`]
      : []),
  ];
};
