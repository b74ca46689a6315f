import type { SQSRecord } from 'aws-lambda';
import type { RenderedContent } from '../../channels/renderer.ts';
import type { Recipient } from '../../customers/recipient.ts';
import type { ContactBasis, ContactSubject } from '../../journal/fact.ts';
import type { LaneMessage } from '../../lanes/lane-message.ts';

/** A command read from its lane. */
export type Task = {
  readonly record: SQSRecord;
  readonly lane: LaneMessage;
  /** The journal's partition of the command. */
  readonly aggregate: string;
  /** What each of its facts repeats. */
  readonly subject: ContactSubject;
};

/** A command whose customer is known, as it was read at `readAt` (milliseconds since 1970) or later. */
export type Addressed = Task & { readonly recipient: Recipient; readonly readAt: number };

/** A command that the contact gate let pass, and why it did. */
export type Permitted = Addressed & {
  readonly basis: ContactBasis;
  /** The version of the template that the gate looked at. */
  readonly templateVersion?: string | undefined;
};

/** A command whose content is made. */
export type Rendered<Content> = Permitted & RenderedContent<Content>;

/** A command that this invocation, and nobody else, may send. */
export type Claimed<Content> = Rendered<Content> & {
  readonly attempt: number;
  /** A provider was, or may have been, called for an earlier attempt. @default false */
  readonly calledBefore?: boolean;
};
