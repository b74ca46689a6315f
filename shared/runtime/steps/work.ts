import type { SQSRecord } from 'aws-lambda';
import type { CommandSubject } from '../../journal/fact.ts';
import type { LaneMessage } from '../../lanes/lane-message.ts';

/** A command read from its lane. */
export type Task = {
  readonly record: SQSRecord;
  readonly lane: LaneMessage;
  /** The journal's partition of the command. */
  readonly aggregate: string;
  /** What each of its facts repeats. */
  readonly subject: CommandSubject;
};

/** A command whose content is made. */
export type Rendered<Content> = Task & { readonly content: Content };

/** A command that this invocation, and nobody else, may send. */
export type Claimed<Content> = Rendered<Content> & { readonly attempt: number };
