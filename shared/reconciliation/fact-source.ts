import type { Fact } from '../journal/fact.ts';

/** A fact as a source holds it. */
export type FoundFact = {
  /** Where it stands in its part; grows with the order of the part. */
  readonly sequenceNumber: string;
  /** When the source got it, in milliseconds since 1970; grows with the order of the part. */
  readonly at: number;
  /** `undefined` where the record is no fact. */
  readonly fact: Fact | undefined;
};

/** Where to read on in a part. */
export type SourcePosition = {
  readonly partId: string;
  /** Behind this sequence number; from the oldest that is kept where there is none. */
  readonly after?: string | undefined;
  /** Spares the source looking for the place; good for minutes, and for the object that gave it. */
  readonly cursor?: string | undefined;
};

export type SourcePage = {
  readonly found: readonly FoundFact[];
  /** Up to where the part is read, where that is more than the last of `found`. */
  readonly upTo?: string | undefined;
  /** Where to read on; `undefined` where there is nothing more at present. */
  readonly next: SourcePosition | undefined;
};

/** Where facts can be read once more, in parts that are each in order, independently of whoever read them before. */
export type FactSource = {
  /** The parts that there are at present. */
  parts(): Promise<readonly string[]>;
  /** The next facts of a part, none twice; a page may be empty and have a next one. */
  read(position: SourcePosition): Promise<SourcePage>;
};
