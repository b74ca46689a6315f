import * as z from 'zod';
import { identifier } from '../messages/fields.ts';
import { dataClasses } from '../messages/message-types.ts';
import type { Template } from './template-store.ts';

const texts = z.object({
  subject: z.string().optional(),
  text: z.string().optional(),
  html: z.string().optional(),
  sms: z.string().optional(),
  voice: z.string().optional(),
  message: z.string().optional(),
});

const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as de or de-DE')
  .max(35);

/** What a template's `template.json` says of it. */
export const templateMetadataSchema = z.strictObject({
  messageType: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,63}$/, 'must be an upper-case name such as PAYMENT_REMINDER'),
  classification: z.enum(['transactional', 'marketing']),
  purpose: identifier.optional(),
  dataClassification: z.enum(dataClasses).optional(),
  locale,
  fallback: z.array(identifier).min(1).max(10).optional(),
});

/** A template as it is stored. */
export const templateSchema = templateMetadataSchema.extend({
  templateId: z.string(),
  version: z.string(),
  texts,
  variants: z.record(locale, texts),
}) satisfies z.ZodType<Template>;

/** Values that a template's `sample.json` fills it with. */
export const templateSampleSchema = z.strictObject({
  customer: z.record(z.string(), z.unknown()),
  customerId: z.string().default('cust-456'),
  campaignId: z.string().default('camp-123'),
});

/** An id is a folder's name and nothing else: no path may come in by it. */
export const isTemplateId = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$/.test(text);
