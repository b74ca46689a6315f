import type { LaneMessage } from '../lanes/lane-message.ts';

/** The answer to "may this go on?": reasons are codes, and there is at least one where it may not. */
export type Verdict =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly reasons: readonly string[] };

/** Answers whether whoever gave a command may give it to this agent. */
export type Authoriser = (lane: LaneMessage) => Verdict;

/** Lets every command pass: capability tokens are not built yet. */
export const authoriseAll: Authoriser = () => ({ allowed: true });
