import * as z from 'zod';

export const inboxMessageSchema = z.object({
  /** By which channel it went, as agents name it: `email`, `sms`, `phone`. */
  channel: z.string(),
  providerMessageId: z.string(),
  /** ISO 8601. */
  receivedAt: z.string(),
  from: z.string(),
  /** Everybody it went to, copies included. */
  to: z.array(z.string()),
  subject: z.string().optional(),
  /** What was said; of a call its SSML. */
  text: z.string(),
  html: z.string().optional(),
  /** Headers beyond the usual ones, of an e-mail. */
  headers: z.record(z.string(), z.string()).optional(),
  /** Where answers to an e-mail go, when not to the sender. */
  replyTo: z.string().optional(),
  configurationSet: z.string().optional(),
  /** What the sender wants back with receipts: tags of an e-mail, the context of a text message or a call. */
  tags: z.record(z.string(), z.string()),
});

/** A message in the sandbox's inbox. */
export type InboxMessage = z.infer<typeof inboxMessageSchema>;

/** A message as its request has it, before the sandbox takes it. */
export type Draft = Omit<InboxMessage, 'channel' | 'providerMessageId' | 'receivedAt'>;

export const callSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  channel: z.string(),
  commandId: z.string().optional(),
  to: z.array(z.string()),
  /** As whom we send, and in which AWS Region, as far as the request says it. */
  from: z.string().optional(),
  region: z.string().optional(),
  /** `pending`, `accepted`, `closed` before accepting, or the name of the error. */
  answer: z.string(),
});

/** A call of a provider, whatever became of it. */
export type Call = z.infer<typeof callSchema>;
