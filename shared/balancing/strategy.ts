/** An identity that may be chosen now, with what is known of its load. */
export type Candidate = {
  readonly identity: string;
  /** Its share beside the others'; above 0. */
  readonly weight: number;
  /** Calls on their way by it: those of all processes on average over the last seconds, and this one's own. */
  readonly inFlight: number;
  /** How long it took to answer lately, in milliseconds; `undefined` where nobody knows. */
  readonly responseMs: number | undefined;
};

/** One rule by which a pool chooses; it may remember its own choices, and belongs to one process. */
export type Strategy = {
  /** Chooses one of at least one candidate; `customerId` is whom the message is for. */
  choose(candidates: readonly Candidate[], customerId: string): Candidate;
  /** Whether it looks at the load: then processes tell each other of it. */
  readonly needsLoad: boolean;
};

/** Makes a strategy for one process; `random` gives [0, 1). */
export type StrategyMaker = (random: () => number) => Strategy;
