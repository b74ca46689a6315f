import type { Issue } from '../../shared/messages/parse-message.ts';

/** What became of one document. `index` is its place in the input, from 0; ids only when the document has a usable one. */
export type Delivery = {
  readonly index: number;
  readonly commandId?: string | undefined;
  readonly batchId?: string | undefined;
} & (
  | { readonly status: 'PUT' }
  | { readonly status: 'ACCEPTED'; readonly lane: string; readonly identity: string }
  /** The coordinator's own code served it at once. */
  | { readonly status: 'PERFORMED' }
  /** The members of a batch are in their lanes, or rejected one by one. */
  | { readonly status: 'EXPANDED'; readonly accepted: number; readonly members: number }
  | { readonly status: 'REJECTED'; readonly issues: readonly Issue[] }
  /** It is part of a loop, and goes no further. */
  | { readonly status: 'PARKED'; readonly cause: string }
  | { readonly status: 'FAILED'; readonly cause: string }
  /** Another document of the input was broken, or the stage went away before its turn. */
  | { readonly status: 'NOT_SENT' }
);
