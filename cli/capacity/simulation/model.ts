import type { Priority } from '../../../shared/messages/priority.ts';
import type { Draw, Quantiles } from '../draws.ts';

/** How a queue's messages are fetched. */
export type PollerModel =
  /** As AWS scales them: 5 batches at once, more while messages wait, up to a cap. */
  | { readonly kind: 'scaled'; readonly cap: number }
  /** Pollers that are always there, more while messages wait. */
  | { readonly kind: 'provisioned'; readonly minimum: number; readonly maximum: number }
  /** So many batches at once, at no delay: for checks against closed forms and measured runs. */
  | { readonly kind: 'fixed'; readonly slots: number };

/** One queue with its mapping. */
export type LaneModel = {
  readonly name: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly pollers: PollerModel;
  /** The function that works on it. */
  readonly worker: string;
  readonly visibilityMs: number;
  readonly maxReceives: number;
};

/** What one invocation takes, drawn anew for each. */
export type InvocationTimes = {
  /** Milliseconds from the handler's start to the start of each message's first provider call, in the batch's order. */
  readonly starts: readonly number[];
  /** Milliseconds until the handler answers. */
  readonly total: number;
};

/** One function. */
export type WorkerModel = {
  readonly name: string;
  /** Its reserve and ceiling; without one it shares what the account has left. */
  readonly reserved?: number;
  /** Environments that were started in advance. */
  readonly provisioned: number;
  /** Milliseconds to start one more. */
  readonly coldStart: Quantiles;
  readonly timeoutMs: number;
  /** `refreshes`: the environment reads the stage's switches, as it does once a second. */
  readonly invoke: (messages: number, draw: Draw, refreshes: boolean) => InvocationTimes;
};

/** All that work goes through. */
export type SystemModel = {
  readonly lanes: readonly LaneModel[];
  readonly workers: readonly WorkerModel[];
  /** Concurrent executions that the account may have; reserves are part of it. */
  readonly quota: number;
  /** Milliseconds from a message's arrival in its queue to the handler's start, where pollers and environments are free. */
  readonly dispatch: Quantiles;
  /** Milliseconds of a poller's delete. */
  readonly removal: Quantiles;
  readonly messageBytes: number;
};

/** Messages that come into being together. */
export type Arrival = {
  readonly atMs: number;
  readonly tier: Priority;
  readonly count: number;
  /** The queues that they pass, in order; the last one's worker calls the provider. */
  readonly route: readonly string[];
  /** Milliseconds until they lie in the first of them. */
  readonly transit?: Quantiles;
};

/** Why messages had to wait. */
export type LimitName =
  | 'pollers scale up by 300 concurrent invokes a minute'
  | 'MaximumConcurrency of the mapping'
  | 'receives a second of the provisioned pollers'
  | 'concurrent invokes of the provisioned pollers'
  | 'slots'
  | 'reserved concurrency of the function'
  | 'concurrency quota of the account'
  | 'new environments of a function in 10 seconds'
  | 'cold start'
  | 'batch window'
  | 'time-out of the function'
  | 'service time';

/** One message's way. */
export type Message = {
  readonly tier: Priority;
  readonly dueAt: number;
  readonly route: readonly string[];
  /** Which queue of its route it is in. */
  leg: number;
  receives: number;
  /** Since when it lies in its queue. */
  queuedAt: number;
  /** What held it up for longest. */
  heldBy: LimitName;
  heldMs: number;
};

/** What became of messages. */
export type Observer = {
  /** The first provider call of a message starts. */
  readonly started: (message: Message, at: number) => void;
  /** Its invocation ended well. */
  readonly done: (message: Message, at: number) => void;
  /** It was received too often and went to the dead letters. */
  readonly dead: (message: Message, at: number) => void;
  /** An invocation ended. */
  readonly invoked: (worker: string, messages: number, milliseconds: number, provisioned: boolean) => void;
};
