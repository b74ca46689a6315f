/** Whom a saga is about, as the bus is told of it: ids only. */
export type SagaSubject = {
  /** The saga's name, such as `customer-response`. */
  saga: string;
  customerId?: string | undefined;
  conversationId?: string | undefined;
  workflowId?: string | undefined;
  /** How many messages led to it. */
  hops?: number | undefined;
};

/** What tells facts of a step apart: its name, and for those of one run of it who ran it. */
type OfStep = {
  step: string;
  /** The step's place, from 0. */
  place: number;
  nth: string;
};

/** The facts of sagas; their aggregate is `saga#<id>`. */
export type SagaFacts = {
  /** It began; `fingerprint` tells its input from another one under the same id. */
  'saga-started': SagaSubject & { fingerprint: string };
  /** A run of a step begins: until `deadlineAt` (milliseconds since 1970) its owner may change something. */
  'step-begun': OfStep & { owner: string; deadlineAt: number };
  /** What a step must know to be undone, written before it changes anything; text of the step's own, personal data as JWE. */
  'step-noted': OfStep & { note: string };
  /** What the step asked for has happened; `output` is JSON of ids, codes and times. */
  'step-done': OfStep & { owner: string; output: string };
  /** A run of a step is over and the step is not done; what it did before is unknown. */
  'step-ended': OfStep & { owner: string; cause: string };
  /** Nothing of the step is left. */
  'step-undone': OfStep;
  /** The one word on how it ends: whoever inserts it first decides, and no step is done any more after COMPENSATE. */
  'saga-decided': SagaSubject & {
    decision: 'COMPLETE' | 'COMPENSATE';
    /** Why, and at which step, where it is not to complete. */
    cause?: string | undefined;
    step?: string | undefined;
  };
  /** Every step that began is undone. */
  'saga-compensated': SagaSubject & { cause: string; step?: string | undefined };
  /** A step could not be undone however often it was tried: a person must. */
  'saga-unresolved': SagaSubject & { cause: string; step?: string | undefined };
};

const LAST = 1_000_000;

/** Their places in the order of cause and effect: forwards while steps are done, backwards while they are undone. */
export const sagaRanks = {
  'saga-started': () => 1,
  'step-begun': ({ place }) => 10 * place + 10,
  'step-noted': ({ place }) => 10 * place + 11,
  'step-ended': ({ place }) => 10 * place + 12,
  'step-done': ({ place }) => 10 * place + 13,
  'saga-decided': () => LAST,
  'step-undone': ({ place }) => 2 * LAST - place,
  'saga-unresolved': () => 2 * LAST + 1,
  'saga-compensated': () => 2 * LAST + 2,
} as const satisfies { [T in keyof SagaFacts]: (body: SagaFacts[T]) => number };
