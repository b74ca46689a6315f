/** Whom and what a matter is about: ids only, never an address, a name or a text. */
export type MatterSubject = {
  /** Absent in matters that are about no single customer. */
  readonly customerId?: string | undefined;
  readonly campaignId?: string | undefined;
  readonly conversationId?: string | undefined;
  readonly workflowId?: string | undefined;
  /** How many messages led to it. */
  readonly hops?: number | undefined;
};

/** Who and what a command is about. */
export type CommandSubject = MatterSubject & {
  readonly agentType: string;
  readonly identity: string;
  readonly commandType: string;
  /** Who awaits the command's end; absent in most. */
  readonly awaitedBy?: string | undefined;
} & BatchPlace;

/** The batch whose member a command is, and its place in it, from 0; absent in commands that came alone. */
export type BatchPlace = {
  readonly batchId?: string | undefined;
  readonly batchMember?: number | undefined;
};

/** The first end of a batch's member; a receipt that comes later changes its command, and not this. */
export type MemberEnd =
  | 'SENT'
  | 'DELIVERED'
  | 'FAILED'
  | 'EXPIRED'
  | 'CANCELLED'
  | 'SUPPRESSED'
  | 'ERASED'
  | 'PARKED'
  | 'REJECTED';

/** The subject of a command by which an agent contacts its customer. */
export type ContactSubject = CommandSubject & { readonly customerId: string };

/** What a contact was made of: codes and counts only. */
export type ContentAccount = {
  readonly templateVersion: string;
  /** BCP 47. */
  readonly locale: string;
  /** How a text message was encoded, and into how many parts that are billed each. */
  readonly encoding?: 'GSM_7' | 'UCS_2' | undefined;
  readonly segments?: number | undefined;
};

/** Why a contact was allowed: codes and times only. */
export type ContactBasis = {
  /** For what it was, such as `marketing`. */
  readonly purpose: string;
  /** Of the law, such as `contract` or `consent`. */
  readonly basis: string;
  /** The evidence of the consent that it stands on: where it came from, and when it was given (ISO 8601). */
  readonly consentSource?: string | undefined;
  readonly consentAt?: string | undefined;
};
