import type { BatchPlace } from '../journal/subjects.ts';
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

/** A COMMAND on its way through the front door, and the batch whose member it is, where it did not come alone. */
export type Submission = Intake & {
  readonly place?: BatchPlace | undefined;
  /** Where in the document that was submitted a rule is broken. @default there where it is in the command */
  readonly locate?: ((issue: Issue) => Issue) | undefined;
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
      readonly batchId?: string | undefined;
      readonly issues: readonly Issue[];
    }
  /** It is part of a loop; the journal says so, and it goes no further. */
  | { readonly status: 'PARKED'; readonly commandId: string; readonly cause: string }
  /** It is a batch, and its members were taken one by one: what became of each, in their order. */
  | {
      readonly status: 'EXPANDED';
      readonly batchId: string;
      readonly members: readonly SubmitResult[];
    }
  /** It is not in its lane; submitting it again is safe. Of a batch, `commandId` is its batch id. */
  | { readonly status: 'FAILED'; readonly commandId: string; readonly cause: string };
