import * as z from 'zod';
import { identifier } from '../../messages/fields.ts';
import { sagaContact } from '../saga-contact.ts';
import { sagaInput } from '../saga-step.ts';

/** What the saga is begun with. */
export const correctAndCallInput = z.strictObject({
  ...sagaInput,
  customerId: identifier,
  /** Sent first, such as a text message that says what was wrong. */
  message: sagaContact,
  /** Placed once the message was sent. */
  call: sagaContact,
  /** Goes out where one of both was made and the other one could not be. */
  correction: sagaContact,
});

export type CorrectAndCallInput = z.infer<typeof correctAndCallInput>;
