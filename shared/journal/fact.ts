import type { RouteChoice } from '../agents/route-command.ts';
import type { Issue } from '../messages/parse-message.ts';
import type { Priority } from '../messages/priority.ts';
import type { CampaignFacts } from './facts/campaign-facts.ts';
import type { CoordinationFacts } from './facts/coordination-facts.ts';
import type { PipelineFacts } from './facts/pipeline-facts.ts';
import type { PolicyFacts } from './facts/policy-facts.ts';
import type { ReportFacts } from './facts/report-facts.ts';
import type { SagaFacts } from './facts/saga-facts.ts';
import type { TaskFacts } from './facts/task-facts.ts';
import type { TimerFacts } from './facts/timer-facts.ts';
import type { BatchPlace, CommandSubject, ContactBasis, ContentAccount, MemberEnd } from './subjects.ts';

/** What the facts of a batch say of it. */
type BatchSubject = {
  source: string;
  campaignId?: string | undefined;
  hops?: number | undefined;
  /** How many members it has. */
  members: number;
};

/** Who said it and when is the command's; without a purpose it is about everything on the channel. */
type ConsentEvidence = CommandSubject & {
  channel: string;
  purpose?: string | undefined;
  source: string;
  /** ISO 8601. */
  saidAt: string;
  stands: boolean;
};

/** A transition of the breaker of a service by which an agent type contacts customers; `term` counts its changes. */
type BreakerTransition = {
  agentType: string;
  service: string;
  cause: string;
  term: number;
  /** From when on a probe may go, or until when it may take, in milliseconds since 1970. */
  until?: number | undefined;
};

/** An operator's word on all contacts of the stage; `term` counts the changes of that switch. */
type StopTransition = { by: string; term: number };

/** Attempts that were made before a command ended without another one, each proven not to have been taken. @default 0 */
type AfterAttempts = { readonly after?: number | undefined };

type CoreFacts = {
  /** The front door took it; `schedule` says what became of `scheduledFor`. */
  accepted: CommandSubject & {
    tier: Priority;
    source: string;
    acceptedAt: number;
    dueAt: number;
    deadlineAt: number;
    schedule: 'NONE' | 'PAST_SENT_AT_ONCE' | 'DELAYED' | 'TIMER';
    /** Tells the command's document from another one of the same id (`fingerprint.ts`); keyed, so that nothing can be guessed from it. */
    fingerprint?: string | undefined;
    /** How it came to its identity, which only `PINNED` settles: claims say who sends. Absent where the coordinator serves the command. */
    choice?: RouteChoice;
  };
  /** The front door or an agent refused it as broken or unroutable; `intakeId` is the bus's or queue's own id. */
  rejected: BatchPlace & { issues: readonly Issue[]; intakeId: string; hops?: number | undefined };
  /** An attempt to contact, by one owner until `deadlineAt`; whoever inserts it may call the provider, nobody else. */
  claimed: CommandSubject & {
    attempt: number;
    owner: string;
    deadlineAt: number;
    /** Why this attempt was allowed. */
    basis?: ContactBasis | undefined;
    /** The identity that the command named and that was not in rotation: its `identity` sends instead. */
    insteadOf?: string | undefined;
  };
  /** It is proven that the provider did not take this attempt; the next attempt may follow. */
  'not-accepted': { attempt: number; cause: string; by?: string | undefined };
  /**
   * The command goes on at the agent type `to`, since `from` cannot contact the customer; `attempt` is the last one that was
   * made, proven not to have been taken, or 0. The subject is that of `from`.
   */
  'fell-back': CommandSubject & { attempt: number; from: string; to: string; cause: string };
  /** The provider took it. */
  sent: CommandSubject & {
    attempt: number;
    providerMessageId: string;
    startedAt: number;
    content?: ContentAccount | undefined;
    /** The service that took it in place of the agent type's first, whose breaker was open. */
    standby?: string | undefined;
  };
  /** An operator says that the provider took an attempt of which nobody knew; `reason` is a code. */
  confirmed: CommandSubject & { attempt: number; by: string; reason: string };
  /** It can never be sent: the provider refused it, or (attempt 0, with issues) its content cannot be made. */
  failed: CommandSubject & { attempt: number; cause: string; issues?: readonly Issue[] };
  /** Nobody knows whether the provider took it: listed until a receipt or an operator says. */
  unknown: CommandSubject & { attempt: number; cause: string };
  /** Policy or authorisation denied the contact before any claim. */
  suppressed: CommandSubject & AfterAttempts & { reasons: readonly string[] };
  /** Its time was over before it could be sent. */
  expired: CommandSubject & AfterAttempts & { cause: string };
  /** Its sender took it back before it was sent. */
  cancelled: CommandSubject &
    AfterAttempts & {
      cause: string;
      by?: string | undefined;
      /** The attempt in whose place it stands: its key is that of the attempt's claim, so that only one of both can be. */
      insteadOf?: number | undefined;
      /** When the command is due, in milliseconds since 1970: the fact is kept until long after that. */
      dueAt?: number | undefined;
    };
  /** Its customer was erased before it was sent. */
  erased: CommandSubject;
  /**
   * It is kept aside until somebody releases it; `attempt` is the one that stays open, or 0 where none is. A command may be
   * parked more than once: `intakeId`, the queue's own id of the parked message, tells its parkings apart.
   */
  parked: CommandSubject & { attempt: number; intakeId?: string | undefined; cause: string };
  /** A parking is over and the message is on its way again; `parking` is the key of that `parked` fact. */
  released: CommandSubject & { attempt: number; parking: string; by: string };
  /** The coordinator, or the record keeper, did what the command asks for; nobody was contacted. */
  performed: CommandSubject;
  /** The claim of a command that is recorded exactly once: it was committed together with what it recorded, or its refusal. */
  committed: { outcome: 'RECORDED' | 'REFUSED' };
  /** A customer agreed, or refused; `stands` is false where newer evidence was there before. */
  'consent-recorded': ConsentEvidence;
  'consent-revoked': ConsentEvidence;
  /** A payment was recorded: what was paid is beside the customer. */
  'payment-recorded': CommandSubject & { paymentId: string };
  /** The customer answered; `response` is a compact JWE under the customer's key. */
  responded: CommandSubject & { intakeId: string; channel: string; response: string; receivedAt: string };
  /** Another delivery of a command that was already claimed; `intakeId` is the queue's own id. */
  duplicate: { intakeId: string };
  /** The provider's receipts. `occurredAt` is the provider's own time. */
  delivered: CommandSubject & { providerMessageId: string; occurredAt: string };
  bounced: CommandSubject & { providerMessageId: string; occurredAt: string; cause: string };
  complained: CommandSubject & { providerMessageId: string; occurredAt: string };
  /** A receipt or a reply that names no command or customer of ours. */
  'receipt-rejected': { issues: readonly Issue[]; intakeId: string };
  /** A message changed what is known of the conversation with a customer; `fields` names what. */
  'context-updated': {
    intakeId: string;
    customerId: string;
    source: string;
    /** How many messages led to it. */
    hops: number;
    conversationId?: string | undefined;
    workflowId?: string | undefined;
    version: number;
    fields: readonly string[];
  };
  /** A customer may no longer be contacted by a channel, or by `all`. */
  suppressing: {
    customerId: string;
    channel: string;
    reason: string;
    source: string;
    evidenceId: string;
    /** The command that asked for it: the bus hears of that one's record. */
    commandId?: string | undefined;
  };
  /** An operator took back a stop of their own; `evidenceId` is that of the `suppressing` fact. */
  'suppression-lifted': {
    customerId: string;
    channel: string;
    reason: string;
    by: string;
    evidenceId: string;
  };
  /** An EVENT that the coordinator acts on came in; with a cause it is kept aside, and nothing was done about it. */
  'event-received': {
    eventType: string;
    tier: Priority;
    source: string;
    customerId?: string | undefined;
    parkedFor?: 'TOO_MANY_HOPS' | undefined;
    /** Which receive of it may work on it, where it is worked on at most once. */
    owner?: string | undefined;
  };
  /** The front door took a batch; its members' own facts say what becomes of them. */
  'batch-accepted': BatchSubject & {
    target: string;
    tier: Priority;
    /** Tells the batch's document from another one of the same id, as a command's does. */
    fingerprint: string;
  };
  /** A member of a batch has come to its first end, or was never taken. */
  'member-ended': { member: number; commandId: string; status: MemberEnd };
  /** Every member of a batch has come to an end: how many to which. */
  'batch-completed': BatchSubject & { outcomes: Readonly<Partial<Record<MemberEnd, number>>> };
  /** Its first provider call started after its deadline, or never did. Times in milliseconds since 1970. */
  'deadline-missed': CommandSubject & {
    tier: Priority;
    dueAt: number;
    deadlineAt: number;
    /** Absent where its time was over before any provider was called. */
    startedAt?: number | undefined;
    /** Where it waited, in milliseconds: on the bus, where it came by it, in the coordinator, its lane and its agent. */
    busMs?: number | undefined;
    coordinatorMs: number;
    laneMs: number;
    agentMs: number;
  };
  /** A service is no longer called. */
  'breaker-opened': BreakerTransition;
  /** One message tries whether the service works again. */
  'breaker-half-opened': BreakerTransition;
  /** The service is called as ever. */
  'breaker-closed': BreakerTransition;
  /** No agent contacts anybody any more. */
  'contact-stopped': StopTransition;
  /** Contacts go out again. */
  'contact-resumed': StopTransition;
};

type Facts = CoreFacts &
  CoordinationFacts &
  TimerFacts &
  PolicyFacts &
  TaskFacts &
  PipelineFacts &
  SagaFacts &
  CampaignFacts &
  ReportFacts;

/** What a fact of each type holds. */
export type FactBodies = Facts;

export type FactType = keyof Facts;

type Envelope<T extends FactType> = {
  /** The aggregate it belongs to, such as `command#<messageId>`: the journal's partition. */
  readonly aggregate: string;
  /** Its name within the aggregate, such as `claimed#1`; a second insert of the same key changes nothing. */
  readonly key: string;
  readonly type: T;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Grows with cause and effect within an aggregate, so that a late event is known as late; has gaps. */
  readonly sequence: number;
  readonly body: Readonly<Facts[T]>;
};

/** An immutable state change. Holds ids, codes and times: no personal data. */
export type Fact = { [T in FactType]: Envelope<T> }[FactType];

/** The fact of one type. */
export type FactOf<T extends FactType> = Extract<Fact, { type: T }>;
