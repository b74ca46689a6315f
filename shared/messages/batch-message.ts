import * as z from 'zod';
import { identifier } from './fields.ts';
import { commandTypeTable, typesWhere } from './message-types.ts';

/** Members of one batch at most; the specification's own has 50. */
const MOST_MEMBERS = 50;

const member = z.looseObject({
  customerId: identifier,
  action: z.enum(typesWhere(commandTypeTable, ({ servedBy }) => servedBy === 'agent')),
});

/** A batch of contacts that are expanded into single commands: the specification's section 7. Unknown fields survive. */
export const batchMessageSchema = z.looseObject({
  batchMessage: z
    .looseObject({
      batchId: identifier,
      messageCount: z.int().min(1).max(MOST_MEMBERS),
      messages: z.array(member).min(1).max(MOST_MEMBERS),
    })
    // The specification's own example counts 50 and shows two: a document may hold a part of its batch.
    .refine(({ messageCount, messages }) => messageCount >= messages.length, {
      path: ['messageCount'],
      message: 'must be at least the number of messages',
    }),
});
