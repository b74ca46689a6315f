import * as z from 'zod';
import { intents, sentiments } from '../../intent/intent.ts';
import { compactJwe, identifier, instant } from '../../messages/fields.ts';
import { sagaContact } from '../saga-contact.ts';
import { sagaInput } from '../saga-step.ts';

const LONGEST_HOURS = 24 * 366;

/** What the customer-response saga is begun with; personal data as compact JWE under the customer's key. */
export const customerResponseInput = z
  .strictObject({
    ...sagaInput,
    customerId: identifier,
    /** By which the customer answered, and when. */
    channel: identifier,
    receivedAt: instant,
    /** `{ "text": … }` encrypted, as CUSTOMER_RESPONDED carries it. */
    answer: compactJwe.optional(),
    /** Or where the answer is in the conversation. */
    entryId: z.string().min(1).max(64).optional(),
    /** What the answer is taken to mean, where that is known: nobody is asked again then. @default the saga finds it out */
    analysis: z
      .strictObject({
        intent: z.enum(intents),
        confidence: z.number().min(0).max(1),
        decidedBy: z.string().min(1).max(256),
        sentiment: z.enum(sentiments).optional(),
        onDay: z.iso.date().optional(),
      })
      .optional(),
    /** What the answer tells of the customer, encrypted: `locale`, `zone`, `preferredChannel`, `attributes`. */
    profile: compactJwe.optional(),
    followUp: sagaContact,
    /** Goes out where a contact was sent and the saga is rolled back. */
    correction: sagaContact,
    nextContact: sagaContact.extend({ afterHours: z.number().min(0).max(LONGEST_HOURS) }),
  })
  .refine(({ answer, entryId }) => (answer === undefined) !== (entryId === undefined), {
    path: ['answer'],
    error: 'must be given, or entryId, and not both',
  });

export type CustomerResponseInput = z.infer<typeof customerResponseInput>;

/** The fields of the input that are personal: whoever starts the saga encrypts them. */
export const customerResponsePersonal = ['answer', 'profile'] as const;

/** What `profile` holds, decrypted. */
export const profileChange = z.strictObject({
  locale: z.string().min(2).max(35).optional(),
  zone: z.string().min(1).max(64).optional(),
  preferredChannel: identifier.optional(),
  attributes: z.record(z.string().min(1).max(64), z.json()).optional(),
});
