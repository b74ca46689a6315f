import * as z from 'zod';
import { receiptTags } from '../../../shared/channels/channel.ts';
import type { Draft } from '../inbox-message.ts';
import type { Addressee } from '../take-message.ts';

const MOST_RECIPIENTS = 50;

const part = z.looseObject({ Data: z.string(), Charset: z.string().optional() });

const address = z
  .string()
  .max(320)
  .regex(/^(?:[^@<>\r\n]*<[^@<>\s]+@[^@<>\s]+>|[^@<>\s]+@[^@<>\s]+)$/, 'must be an address');

const recipients = z.array(address).optional();

/** SES's rule for a tag's name and value. */
const tagText = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,256}$/, 'must be 1 to 256 letters, digits, underscores or dashes');

/** RFC 5322's name of a header, and SES's lengths; a line end in a value would begin another header. */
const header = z.looseObject({
  Name: z.string().regex(/^[!-9;-~]{1,126}$/, 'must be the name of a header'),
  Value: z.string().regex(/^[ -~]{1,870}$/, 'must be one line of at most 870 characters'),
});

/** SES v2 `SendEmail`, as far as the sandbox reads it. */
export const sendEmailSchema = z.looseObject({
  FromEmailAddress: address,
  Destination: z
    .looseObject({ ToAddresses: recipients, CcAddresses: recipients, BccAddresses: recipients })
    .refine((destination) => recipientsOf(destination).length > 0, 'must hold a recipient')
    .refine(
      (destination) => recipientsOf(destination).length <= MOST_RECIPIENTS,
      `must hold at most ${MOST_RECIPIENTS} recipients`,
    ),
  ReplyToAddresses: z.array(address).max(1).optional(),
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(z.looseObject({ Name: tagText, Value: tagText })).default([]),
  Content: z.looseObject({
    Simple: z.looseObject({
      Subject: part,
      Body: z
        .looseObject({ Text: part.optional(), Html: part.optional() })
        .refine(({ Text, Html }) => Text !== undefined || Html !== undefined, 'must hold Text or Html'),
      Headers: z.array(header).max(15).default([]),
    }),
  }),
});

type SendEmail = z.infer<typeof sendEmailSchema>;

/** The message of a request. */
export const draftOf = (request: SendEmail): Draft => ({
  from: request.FromEmailAddress,
  to: recipientsOf(request.Destination),
  subject: request.Content.Simple.Subject.Data,
  text: request.Content.Simple.Body.Text?.Data ?? '',
  ...(request.Content.Simple.Body.Html ? { html: request.Content.Simple.Body.Html.Data } : {}),
  headers: Object.fromEntries(request.Content.Simple.Headers.map(({ Name, Value }) => [Name, Value])),
  ...(request.ReplyToAddresses?.[0] ? { replyTo: request.ReplyToAddresses[0] } : {}),
  ...(request.ConfigurationSetName ? { configurationSet: request.ConfigurationSetName } : {}),
  tags: Object.fromEntries(request.EmailTags.map(({ Name, Value }) => [Name, Value])),
});

/** Who addresses whom and for which command, as far as even a broken request says it. */
export const addresseeIn = (body: unknown): Addressee => {
  const { FromEmailAddress, Destination, EmailTags } = addresseeSchema.parse(body);
  return {
    from: FromEmailAddress,
    to: Destination === undefined ? [] : recipientsOf(Destination),
    commandId: EmailTags.find(({ Name }) => Name === receiptTags.command)?.Value,
  };
};

const texts = z.array(z.string()).optional();

const addresseeSchema = z
  .object({
    FromEmailAddress: z.string().optional().catch(undefined),
    Destination: z
      .object({ ToAddresses: texts, CcAddresses: texts, BccAddresses: texts })
      .optional()
      .catch(undefined),
    EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).catch([]),
  })
  .catch({ FromEmailAddress: undefined, Destination: undefined, EmailTags: [] });

type Addressed = { readonly [list in 'ToAddresses' | 'CcAddresses' | 'BccAddresses']?: string[] | undefined };

const recipientsOf = ({ ToAddresses, CcAddresses, BccAddresses }: Addressed): string[] => [
  ...(ToAddresses ?? []),
  ...(CcAddresses ?? []),
  ...(BccAddresses ?? []),
];
