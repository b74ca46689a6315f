import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from './faults.ts';
import type { Call, InboxMessage } from './inbox-message.ts';
import type { Receipts } from './receipts/receipts.ts';
import type { Replies } from './replies/replies.ts';

/** What all endpoints share: the inbox, the rules of misbehaving, and the ways back to AWS. */
export type SandboxState = {
  readonly faults: Faults;
  readonly inbox: InboxMessage[];
  readonly calls: Call[];
  readonly receipts: Receipts;
  readonly replies: Replies;
  /** Aborted when the sandbox stops: nobody waits any longer. */
  readonly stopping: AbortSignal;
};

/** A request, with its URL read. */
export type Asked = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
};

/** One provider's wire protocol. */
export type Endpoint = {
  /** Whether a request speaks it. */
  readonly takes: (asked: Asked) => boolean;
  readonly answer: (asked: Asked, state: SandboxState) => Promise<void>;
};
