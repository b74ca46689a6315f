import type { ExitName } from './exit-codes.ts';

/** What a command has to say: the fields of its JSON document, the same as lines of text, and how it ends. */
export type Outcome = {
  readonly exit: ExitName;
  readonly json: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
};
