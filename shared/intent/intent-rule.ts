import type { Intent } from './intent.ts';

/** When an answer has an intent. Phrases: words, `a|b` for either, `a~` for what begins so, `*` for up to four words. */
export type IntentRule = {
  readonly intent: Intent;
  /** How sure it is, from 0 to 1. */
  readonly confidence: number;
  /** The whole answer is one of these. */
  readonly alone?: readonly string[];
  /** A clause of it is. */
  readonly clause?: readonly string[];
  /** It holds one of these, and no word around it takes that back. */
  readonly within?: readonly string[];
  /** Words that take it back, beside those of the language. */
  readonly negatedBy?: readonly string[];
  /** Whether it counts in a question. @default true */
  readonly asked?: false;
};

/** How the answers of one language are understood. */
export type LanguageRules = {
  /** BCP 47. */
  readonly language: string;
  /** Words that take back what follows them within four words, and what stands up to two words before them. */
  readonly negatesAfter: readonly string[];
  readonly negatesBefore: readonly string[];
  readonly rules: readonly IntentRule[];
  /** Words by which a clause begins that asks, also without its mark. */
  readonly questionWords: readonly string[];
  readonly positive: readonly string[];
  readonly negative: readonly string[];
};
