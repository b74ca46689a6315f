import type { Priority } from './priority.ts';

/** What a type of message is owed: the specification's three delivery guarantees. */
export const deliveryGuarantees = ['at-least-once', 'at-most-once', 'exactly-once'] as const;

export type DeliveryGuarantee = (typeof deliveryGuarantees)[number];

/** What a type of message may hold, and so how it is kept and who may read it. */
export const dataClasses = ['INTERNAL', 'PERSONAL', 'SENSITIVE', 'FINANCIAL'] as const;

export type DataClass = (typeof dataClasses)[number];

type MessageTypeRow = {
  /** The tier of a message of this type that names no priority. */
  readonly tier: Priority;
  readonly guarantee: DeliveryGuarantee;
  readonly dataClass: DataClass;
};

export type CommandTypeRow = MessageTypeRow & {
  /** What a security context must list for the command to be taken. */
  readonly permission: string;
  /**
   * `agent`: an agent contacts the customer. `coordinator`: the coordinator does it. `record-keeper`: it is one committed
   * effect, in the order of its conversation. `back-office`: it is work without haste, beside everything else. `not yet`: it is
   * rejected.
   */
  readonly servedBy: 'agent' | 'coordinator' | 'record-keeper' | 'back-office' | 'not yet';
};

export type EventTypeRow = MessageTypeRow & {
  /** Whether the coordinator acts on it; all other EVENTs are for subscribers only. */
  readonly decides: boolean;
};

const contact = {
  tier: 'MEDIUM',
  guarantee: 'at-least-once',
  dataClass: 'SENSITIVE',
  servedBy: 'agent',
} as const;
const compliance = { tier: 'HIGH', guarantee: 'exactly-once', servedBy: 'record-keeper' } as const;
const campaign = {
  guarantee: 'at-least-once',
  dataClass: 'INTERNAL',
  permission: 'MANAGE_CAMPAIGNS',
  servedBy: 'coordinator',
} as const;
const maintenance = {
  tier: 'LOW',
  guarantee: 'at-least-once',
  dataClass: 'INTERNAL',
  servedBy: 'not yet',
} as const;

/** Every command type: the one place that says its tier, guarantee, permission and data class. */
export const commandTypeTable = {
  SEND_EMAIL: { ...contact, permission: 'SEND_EMAIL' },
  SEND_SMS: { ...contact, permission: 'SEND_SMS' },
  PLACE_CALL: { ...contact, permission: 'PLACE_CALL' },
  SEND_MESSAGE: { ...contact, permission: 'SEND_MESSAGE' },
  UPDATE_CONVERSATION_HISTORY: {
    tier: 'MEDIUM',
    guarantee: 'at-least-once',
    dataClass: 'PERSONAL',
    permission: 'UPDATE_CONVERSATION_HISTORY',
    servedBy: 'coordinator',
  },
  RECORD_PAYMENT: { ...compliance, dataClass: 'FINANCIAL', permission: 'RECORD_PAYMENT' },
  RECORD_CONSENT: { ...compliance, dataClass: 'PERSONAL', permission: 'RECORD_CONSENT' },
  REVOKE_CONSENT: { ...compliance, dataClass: 'PERSONAL', permission: 'RECORD_CONSENT' },
  START_CAMPAIGN: { ...campaign, tier: 'MEDIUM' },
  PAUSE_CAMPAIGN: { ...campaign, tier: 'HIGH' },
  RESUME_CAMPAIGN: { ...campaign, tier: 'MEDIUM' },
  CANCEL_CAMPAIGN: { ...campaign, tier: 'HIGH' },
  GENERATE_REPORT: { ...maintenance, servedBy: 'back-office', permission: 'GENERATE_REPORT' },
  PROBE_AGENT: { ...maintenance, permission: 'PROBE_AGENT' },
} as const satisfies Record<string, CommandTypeRow>;

export type CommandType = keyof typeof commandTypeTable;

/** What reports can be about. */
export const reportTypes = ['campaign', 'channel', 'agent', 'day'] as const;

/** The commands by which an agent contacts a customer; the part after the verb names their events. */
export const contactCommandTypes = [
  'SEND_EMAIL',
  'SEND_SMS',
  'PLACE_CALL',
  'SEND_MESSAGE',
] as const satisfies CommandType[];

export type ContactCommandType = (typeof contactCommandTypes)[number];

/** What a contact command's event says became of it: `SEND_EMAIL` makes `EMAIL_SENT`. */
export const contactNews = [
  'SENT',
  'FAILED',
  'COMPLAINED',
  'OUTCOME_UNKNOWN',
  'SUPPRESSED',
  'EXPIRED',
  'CANCELLED',
  'PARKED',
  'ERASED',
] as const;

export type ContactNews = (typeof contactNews)[number];

type Subject<T extends string> = T extends `${'SEND' | 'PLACE'}_${infer What}` ? What : never;

/** What a contact command is about: `EMAIL` of `SEND_EMAIL`. */
export const contactSubjectOf = <T extends ContactCommandType>(type: T): Subject<T> =>
  type.replace(/^(SEND|PLACE)_/, '') as Subject<T>;

export type ContactEventType = `${Subject<ContactCommandType>}_${ContactNews}`;

const told = { guarantee: 'at-least-once', decides: false } as const;
const decided = { guarantee: 'at-least-once', decides: true } as const;
const status = { guarantee: 'at-most-once', dataClass: 'INTERNAL', decides: true } as const;

/** News on which the coordinator acts: what became of a call may lead to something else. */
const decidingNews: readonly string[] = ['CALL_FAILED'];

const contactEventRows = Object.fromEntries(
  contactCommandTypes.flatMap((type) =>
    contactNews.map((news) => {
      const name = `${contactSubjectOf(type)}_${news}`;
      const row = decidingNews.includes(name) ? decided : told;
      return [name, { ...row, tier: 'MEDIUM', dataClass: 'PERSONAL' }];
    }),
  ),
) as Record<ContactEventType, EventTypeRow>;

/** Every event type: its tier, guarantee and data class, and whether the coordinator acts on it. */
export const eventTypeTable = {
  ...contactEventRows,
  CUSTOMER_RESPONDED: { ...decided, tier: 'HIGH', dataClass: 'SENSITIVE' },
  SYSTEM_FAILURE: { ...decided, tier: 'CRITICAL', dataClass: 'INTERNAL' },
  EMERGENCY_ESCALATION: { ...decided, tier: 'CRITICAL', dataClass: 'PERSONAL' },
  COMMAND_REJECTED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  CONTEXT_UPDATED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  CONVERSATION_HISTORY_UPDATED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  CONSENT_RECORDED: { tier: 'HIGH', guarantee: 'exactly-once', dataClass: 'PERSONAL', decides: false },
  CONSENT_REVOKED: { tier: 'HIGH', guarantee: 'exactly-once', dataClass: 'PERSONAL', decides: false },
  PAYMENT_RECORDED: { tier: 'HIGH', guarantee: 'exactly-once', dataClass: 'FINANCIAL', decides: false },
  AGENT_STATUS_CHANGED: { ...status, tier: 'MEDIUM' },
  AGENT_METRICS_REPORTED: { ...status, tier: 'LOW' },
  DEADLINE_MISSED: { ...told, tier: 'HIGH', dataClass: 'PERSONAL' },
  CONTACT_DEFERRED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  CONTACT_MOVED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  CONTACT_FELL_BACK: { ...told, tier: 'HIGH', dataClass: 'PERSONAL' },
  BREAKER_OPENED: { ...told, tier: 'HIGH', dataClass: 'INTERNAL' },
  BREAKER_HALF_OPENED: { ...told, tier: 'HIGH', dataClass: 'INTERNAL' },
  BREAKER_CLOSED: { ...told, tier: 'HIGH', dataClass: 'INTERNAL' },
  BATCH_ACCEPTED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  BATCH_REJECTED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  BATCH_COMPLETED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  CONTACT_STOPPED: { ...told, tier: 'HIGH', dataClass: 'INTERNAL' },
  CONTACT_RESUMED: { ...told, tier: 'HIGH', dataClass: 'INTERNAL' },
  WORK_ASSIGNED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  ESCALATED: { ...told, tier: 'HIGH', dataClass: 'PERSONAL' },
  TASK_OPENED: { ...told, tier: 'HIGH', dataClass: 'PERSONAL' },
  TASK_CLAIMED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  TASK_EXPIRED: { ...told, tier: 'HIGH', dataClass: 'PERSONAL' },
  TASK_CLOSED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  SAGA_STARTED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  SAGA_COMPLETED: { ...told, tier: 'MEDIUM', dataClass: 'PERSONAL' },
  SAGA_COMPENSATED: { ...told, tier: 'HIGH', dataClass: 'PERSONAL' },
  SAGA_UNRESOLVED: { ...told, tier: 'HIGH', dataClass: 'PERSONAL' },
  CAMPAIGN_STARTED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  CAMPAIGN_PAUSED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  CAMPAIGN_RESUMED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  CAMPAIGN_CANCELLED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  CAMPAIGN_BUDGET_SPENT: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  CAMPAIGN_STEP_COMPLETED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  CAMPAIGN_COMPLETED: { ...told, tier: 'MEDIUM', dataClass: 'INTERNAL' },
  INTENT_ANALYSED: { ...told, tier: 'HIGH', dataClass: 'SENSITIVE' },
  ESCALATION_DECIDED: { ...told, tier: 'HIGH', dataClass: 'SENSITIVE' },
  FOLLOW_UP_ASSIGNED: { ...told, tier: 'HIGH', dataClass: 'PERSONAL' },
  REPORT_GENERATED: { ...told, tier: 'LOW', dataClass: 'INTERNAL' },
  MAINTENANCE_DUE: { ...told, tier: 'LOW', dataClass: 'INTERNAL' },
} as const satisfies Record<string, EventTypeRow>;

export type EventType = keyof typeof eventTypeTable;

/** CONTEXT_UPDATE has no types of its own; late ones never overwrite newer state, so it may come more than once. */
export const contextUpdateRow = {
  tier: 'MEDIUM',
  guarantee: 'at-least-once',
  dataClass: 'PERSONAL',
} as const satisfies MessageTypeRow;

/** The names of a table's rows for which something holds. */
export const typesWhere = <Type extends string, Row>(
  table: Readonly<Record<Type, Row>>,
  holds: (row: Row) => boolean,
): readonly Type[] => (Object.keys(table) as Type[]).filter((type) => holds(table[type]));
