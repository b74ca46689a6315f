import type { SQSRecord } from 'aws-lambda';
import type { RenderedContent } from '../../channels/renderer.ts';
import type { Recipient } from '../../customers/recipient.ts';
import type { ContactSubject } from '../../journal/fact.ts';
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

/** A command whose customer is known. */
export type Addressed = Task & { readonly recipient: Recipient };

/** A command whose content is made. */
export type Rendered<Content> = Addressed & RenderedContent<Content>;

/** A command that this invocation, and nobody else, may send. */
export type Claimed<Content> = Rendered<Content> & { readonly attempt: number };
