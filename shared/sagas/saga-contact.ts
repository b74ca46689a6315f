import * as z from 'zod';
import { identifier } from '../messages/fields.ts';
import { contactCommandTypes } from '../messages/message-types.ts';
import { priorities } from '../messages/priority.ts';

/** A contact that a saga asks for: which agent, by which template. */
export const sagaContact = z.strictObject({
  type: z.enum(contactCommandTypes),
  target: identifier,
  templateId: identifier,
  priority: z.enum(priorities).optional(),
});

export type SagaContact = z.infer<typeof sagaContact>;
