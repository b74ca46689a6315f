import type { Fact } from '../journal/fact.ts';

/** Something that must have learned of every fact of the journal that concerns it, such as the bus. */
export type FactFollower = {
  /** In reports and metrics. */
  readonly name: string;
  concerns(fact: Fact): boolean;
  /** Of each of these facts whether it is known to have learned of it; `false` where that is not certain. */
  knows(facts: readonly Fact[]): Promise<readonly boolean[]>;
  /** Teaches it these facts; harmless where it knew. Never throws: of each whether it knows it now. */
  teach(facts: readonly Fact[]): Promise<readonly boolean[]>;
};
