import type { SQSRecord } from 'aws-lambda';
import type { LaneMessage } from '../../lanes/lane-message.ts';

/** A command read from its lane. */
export type Task = { readonly record: SQSRecord; readonly lane: LaneMessage };

/** A command whose content is made. */
export type Rendered<Content> = Task & { readonly content: Content };

/** A command that this invocation, and nobody else, may send. */
export type Claimed<Content> = Rendered<Content> & { readonly attempt: number };
