import type { SQSRecord } from 'aws-lambda';
import type { Attempt, ChannelOutcome } from '../../channels/channel.ts';
import type { RenderedContent } from '../../channels/renderer.ts';
import type { Recipient } from '../../customers/recipient.ts';
import type { ContactBasis, ContactSubject } from '../../journal/subjects.ts';
import type { LaneMessage } from '../../lanes/lane-message.ts';
import type { CapDuty } from '../../policy/contact-gate.ts';
import type { ExternalService } from '../../resilience/external-service.ts';

/** A command read from its lane. */
export type Task = {
  readonly record: SQSRecord;
  readonly lane: LaneMessage;
  /** The journal's partition of the command. */
  readonly aggregate: string;
  /** What each of its facts repeats. */
  readonly subject: ContactSubject;
  /** The identity that the command named, where another one sends. */
  readonly insteadOf?: string | undefined;
  /** The lane's message as it came, where the whole command was fetched. @default `lane` */
  readonly stub?: LaneMessage | undefined;
};

/** A command whose customer is known, as it was read at `readAt` (milliseconds since 1970) or later. */
export type Addressed = Task & { readonly recipient: Recipient; readonly readAt: number };

/** A command that the contact gate let pass, and why it did. */
export type Permitted = Addressed & {
  readonly basis: ContactBasis;
  /** The version of the template that the gate looked at. */
  readonly templateVersion?: string | undefined;
  /** Where it is limited how often the customer is contacted. */
  readonly cap?: CapDuty | undefined;
};

/** A command whose content is made. */
export type Rendered<Content> = Permitted & RenderedContent<Content>;

/** The provider that an attempt goes to; `standby` names one that stands in for the first. */
export type AgentService<Content> = ExternalService<[Content, Attempt], ChannelOutcome> & {
  readonly standby?: string | undefined;
};

/** A command whose provider is chosen. */
export type Admitted<Content> = Rendered<Content> & { readonly service: AgentService<Content> };

/** A command that this invocation, and nobody else, may send. */
export type Claimed<Content> = Admitted<Content> & {
  readonly attempt: number;
  /** A provider was, or may have been, called for an earlier attempt. @default false */
  readonly calledBefore?: boolean;
};
