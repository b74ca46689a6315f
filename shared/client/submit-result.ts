import type { Issue } from '../messages/parse-message.ts';
import type { Priority } from '../messages/priority.ts';

/**
 * A document that came in. `intakeId` is the id that the bus, the queue or the caller gave it; `issues` are rules that its
 * wrapping already breaks, for which it is rejected.
 */
export type Intake = {
  readonly intakeId: string;
  readonly message: unknown;
  readonly issues?: readonly Issue[] | undefined;
  /** Milliseconds since 1970 at which the bus took it, and at which it lay in the coordinator's lane. */
  readonly putAt?: number | undefined;
  readonly queuedAt?: number | undefined;
};

/** What became of a document that was submitted. */
export type SubmitResult =
  /** It is in the journal and in its lane: an agent's, or the record keeper's. */
  | {
      readonly status: 'ACCEPTED';
      readonly commandId: string;
      readonly agentType: string;
      readonly tier: Priority;
      readonly identity: string;
    }
  /** The coordinator itself served it, and the journal says so. */
  | { readonly status: 'PERFORMED'; readonly commandId: string; readonly tier: Priority }
  /** It breaks rules; the rejection is in the journal. Sending it again changes nothing. */
  | {
      readonly status: 'REJECTED';
      readonly commandId?: string | undefined;
      readonly issues: readonly Issue[];
    }
  /** It is part of a loop; the journal says so, and it goes no further. */
  | { readonly status: 'PARKED'; readonly commandId: string; readonly cause: string }
  /** It is not in its lane; submitting it again is safe. */
  | { readonly status: 'FAILED'; readonly commandId: string; readonly cause: string };
