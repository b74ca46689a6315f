import * as z from 'zod';
import {
  calendarDay,
  correlation,
  identifier,
  instant,
  personalList,
  personalObject,
  schemaVersion,
} from './fields.ts';
import {
  type CommandType,
  type ContactCommandType,
  commandTypeTable,
  contactCommandTypes,
  reportTypes,
} from './message-types.ts';
import { priorities } from './priority.ts';
import { securityContextSchema } from './security-context.ts';

const context = z.looseObject({
  customerData: personalObject.optional(),
  conversationHistory: personalList.optional(),
  escalationLevel: z.int().min(0).max(9).optional(),
});

/** What every command may say of itself. Without a priority it has its type's tier. */
const common = {
  campaignId: identifier.optional(),
  customerId: identifier.optional(),
  priority: z.enum(priorities).optional(),
  scheduledFor: instant.optional(),
  /** From then on it is not to be sent any more. */
  expiresAt: instant.optional(),
  context: context.optional(),
};

const contact = <T extends ContactCommandType>(type: T) =>
  z.looseObject({ ...common, type: z.literal(type), customerId: identifier, templateId: identifier });

const channels = z.array(identifier).max(10);

const campaign = <T extends CommandType>(type: T) =>
  z.looseObject({ ...common, type: z.literal(type), campaignId: identifier });

const consent = z.looseObject({
  channel: identifier,
  purpose: identifier,
  /** What the customer was shown and agreed to. */
  wording: z.string().min(1).max(4000).optional(),
  /** Where the customer said so, such as `web-form` or `phone-call`. */
  source: identifier,
});

const payment = z.looseObject({
  paymentId: identifier,
  /** In the currency's own unit, as decimal text: no rounding by JSON numbers. */
  amount: z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'must be a decimal number as text, such as 12.50'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code such as EUR'),
});

/** One payload schema for each command type; the compiler names a type that has none. */
export const commandPayloads = {
  SEND_EMAIL: contact('SEND_EMAIL'),
  SEND_SMS: contact('SEND_SMS'),
  PLACE_CALL: contact('PLACE_CALL'),
  SEND_MESSAGE: contact('SEND_MESSAGE').extend({
    /** Agent types, for the coordinator that chooses among all of them: rather these, the first first; and none of those. */
    preferChannels: channels.optional(),
    avoidChannels: channels.optional(),
  }),
  UPDATE_CONVERSATION_HISTORY: z.looseObject({
    ...common,
    type: z.literal('UPDATE_CONVERSATION_HISTORY'),
    customerId: identifier,
    context: context.extend({ conversationHistory: personalList }),
  }),
  RECORD_PAYMENT: z.looseObject({
    ...common,
    type: z.literal('RECORD_PAYMENT'),
    customerId: identifier,
    payment,
  }),
  RECORD_CONSENT: z.looseObject({
    ...common,
    type: z.literal('RECORD_CONSENT'),
    customerId: identifier,
    consent: consent.extend({ wording: z.string().min(1).max(4000) }),
  }),
  REVOKE_CONSENT: z.looseObject({
    ...common,
    type: z.literal('REVOKE_CONSENT'),
    customerId: identifier,
    consent: consent.extend({ purpose: identifier.optional() }),
  }),
  /** What `campaign` holds is checked where it is served: it names templates too (`campaign-definition.ts`). */
  START_CAMPAIGN: campaign('START_CAMPAIGN').extend({ campaign: z.record(z.string(), z.unknown()) }),
  PAUSE_CAMPAIGN: campaign('PAUSE_CAMPAIGN'),
  RESUME_CAMPAIGN: campaign('RESUME_CAMPAIGN'),
  CANCEL_CAMPAIGN: campaign('CANCEL_CAMPAIGN'),
  GENERATE_REPORT: z.looseObject({
    ...common,
    type: z.literal('GENERATE_REPORT'),
    reportType: z.enum(reportTypes),
    /** The agent type, and the identity, that a report is about. */
    channel: identifier.optional(),
    agent: identifier.optional(),
    /** Days (UTC) on which the commands were accepted: one, or from one to another. */
    day: calendarDay.optional(),
    fromDay: calendarDay.optional(),
    untilDay: calendarDay.optional(),
  }),
  PROBE_AGENT: z.looseObject({ ...common, type: z.literal('PROBE_AGENT') }),
} as const satisfies Record<CommandType, z.ZodType>;

const envelope = {
  messageId: z.uuid(),
  messageType: z.literal('COMMAND'),
  schemaVersion: schemaVersion.optional(),
  timestamp: instant,
  source: identifier,
  target: identifier,
  correlation: correlation.optional(),
  securityContext: securityContextSchema.optional(),
};

const typeRule = (types: readonly string[]) => ({
  error: (issue: { code?: string | undefined }) =>
    issue.code === 'invalid_union' ? `must be one of ${types.join(', ')}` : undefined,
});

/** The payloads of a record as the union that zod tells apart by `type`. */
const unionOf = <P extends Readonly<Record<string, z.core.$ZodTypeDiscriminable>>>(payloads: P) => {
  const options = Object.values(payloads) as unknown as [P[keyof P], ...P[keyof P][]]; // a record's values are its members
  return z.discriminatedUnion('type', options, typeRule(Object.keys(payloads)));
};

/** COMMAND: a task for an agent or the coordinator, the specification's section 2. Unknown fields survive. */
export const commandSchema = z.looseObject({ ...envelope, command: unionOf(commandPayloads) });

export type Command = z.infer<typeof commandSchema>;

/** A COMMAND by which an agent contacts a customer: all that agents read, so that their bundles know no other. */
export const contactCommandSchema = z.looseObject({
  ...envelope,
  command: z.looseObject({
    ...common,
    type: z.enum(contactCommandTypes),
    customerId: identifier,
    templateId: identifier,
  }),
});

export type ContactCommand = z.infer<typeof contactCommandSchema>;

/** Whether a command is one that an agent serves by contacting its customer. */
export const isContactCommand = (command: Command): command is Command & ContactCommand =>
  commandTypeTable[command.command.type].servedBy === 'agent';
