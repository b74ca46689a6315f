import * as z from 'zod';

const part = z.looseObject({ Data: z.string(), Charset: z.string().optional() });

/** SES v2 `SendEmail`, as far as the sandbox reads it. */
export const sendEmailSchema = z.looseObject({
  FromEmailAddress: z.string().regex(/@/, 'must be an address'),
  Destination: z.looseObject({
    ToAddresses: z.array(z.string().regex(/^[^@\s]+@[^@\s]+$/, 'must be an address')).min(1),
  }),
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(z.looseObject({ Name: z.string(), Value: z.string() })).default([]),
  Content: z.looseObject({
    Simple: z.looseObject({
      Subject: part,
      Body: z.looseObject({ Text: part.optional(), Html: part.optional() }),
    }),
  }),
});

export type SendEmail = z.infer<typeof sendEmailSchema>;

export const mailSchema = z.object({
  providerMessageId: z.string(),
  /** ISO 8601. */
  receivedAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string().optional(),
  configurationSet: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});

/** A mail in the inbox. */
export type Mail = z.infer<typeof mailSchema>;

export const callSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  commandId: z.string().optional(),
  to: z.array(z.string()),
  /** `accepted`, or how the call ended otherwise. */
  answer: z.string(),
});

/** A call of the provider, whatever became of it. */
export type Call = z.infer<typeof callSchema>;

/** Makes the inbox's mail of a request. */
export const toMail = (request: SendEmail, providerMessageId: string, now: number): Mail => ({
  providerMessageId,
  receivedAt: new Date(now).toISOString(),
  from: request.FromEmailAddress,
  to: request.Destination.ToAddresses,
  subject: request.Content.Simple.Subject.Data,
  text: request.Content.Simple.Body.Text?.Data ?? '',
  ...(request.Content.Simple.Body.Html ? { html: request.Content.Simple.Body.Html.Data } : {}),
  ...(request.ConfigurationSetName ? { configurationSet: request.ConfigurationSetName } : {}),
  tags: Object.fromEntries(request.EmailTags.map(({ Name, Value }) => [Name, Value])),
});

/** Tag under which a mail carries the id of its command. */
export const COMMAND_TAG = 'switchboard-command';
