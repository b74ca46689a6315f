import * as z from 'zod';
import { correlation, identifier, instant } from './fields.ts';
import { commandTypeTable, typesWhere } from './message-types.ts';
import { priorities } from './priority.ts';
import { securityContextSchema } from './security-context.ts';

/** Members of one batch at most; the specification's own has 50. */
export const MOST_MEMBERS = 50;

/** The `messageType` of a batch, and the detail-type with which it is put on the bus. */
export const BATCH = 'BATCH';

/** One contact of a batch; unknown fields, such as a `context` or a `templateId` of its own, go into its command. */
export const batchMemberSchema = z.looseObject({
  customerId: identifier,
  action: z.enum(typesWhere(commandTypeTable, ({ servedBy }) => servedBy === 'agent')),
});

export type BatchMember = z.infer<typeof batchMemberSchema>;

/** What the bus and the envelopes of other messages say of a message; the specification's batch has none of it. */
const envelope = {
  messageType: z.literal(BATCH).optional(),
  timestamp: instant.optional(),
  correlation: correlation.optional(),
  securityContext: securityContextSchema.optional(),
};

const batch = {
  batchId: identifier,
  messageCount: z.int().min(1).max(MOST_MEMBERS),
  priority: z.enum(priorities).optional(),
  campaignId: identifier.optional(),
  scheduledFor: instant.optional(),
};

/** A batch of contacts that are expanded into single commands: the specification's section 7. Unknown fields survive. */
export const batchMessageSchema = z.looseObject({
  ...envelope,
  source: identifier.optional(),
  batchMessage: z
    .looseObject({
      ...batch,
      target: identifier.optional(),
      templateId: identifier.optional(),
      messages: z.array(batchMemberSchema).min(1).max(MOST_MEMBERS),
    })
    // The specification's own example counts 50 and shows two: as a document it is well formed, though nobody could take it.
    .refine(({ messageCount, messages }) => messageCount >= messages.length, {
      path: ['messageCount'],
      message: 'must be at least the number of messages',
    }),
});

/** What the front door takes: it says where to and what, and it is whole. Its members are looked at one by one. */
export const wholeBatchSchema = z.looseObject({
  ...envelope,
  source: identifier,
  batchMessage: z
    .looseObject({
      ...batch,
      target: identifier,
      templateId: identifier,
      messages: z.array(z.unknown()).min(1).max(MOST_MEMBERS),
    })
    .refine(({ messageCount, messages }) => messageCount === messages.length, {
      path: ['messageCount'],
      message: 'must be the number of messages',
    }),
});

export type WholeBatch = z.infer<typeof wholeBatchSchema>;

const named = z.looseObject({ batchMessage: z.looseObject({ batchId: identifier }) });

/** The batch's id in a document that is otherwise broken, so that its rejection can be found by it. */
export const batchIdIn = (document: unknown): string | undefined =>
  named.safeParse(document).data?.batchMessage.batchId;

/** Whether a document is meant as a batch: it says so, or it is the specification's, which says nothing of its type. */
export const isBatch = (document: unknown): boolean => {
  if (typeof document !== 'object' || document === null) return false;
  const messageType: unknown = Reflect.get(document, 'messageType');
  return messageType === BATCH || (messageType === undefined && Object.hasOwn(document, 'batchMessage'));
};
