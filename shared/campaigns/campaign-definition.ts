import * as z from 'zod';
import { identifier } from '../messages/fields.ts';
import { durationMs, LONGEST_MS } from './duration.ts';

/** When a member goes on from one step to what comes next; one for whom it does not hold has come to the end. */
export const conditions = ['ALWAYS', 'NO_REPLY', 'NOT_DELIVERED'] as const;

export type Condition = (typeof conditions)[number];

/** Steps of a campaign at most, windows of it, and members that its definition itself may name. */
const MOST_STEPS = 10;
const MOST_WINDOWS = 7;
const MOST_NAMED = 1000;

const duration = z.string().refine(
  (text) => {
    const ms = durationMs(text);
    return ms !== undefined && ms <= LONGEST_MS;
  },
  { message: 'must be an ISO 8601 duration such as P2D or PT4H, of at most 30 days and not negative' },
);

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time of day such as 09:00');

const isZone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

const sendWindow = z
  .strictObject({
    from: clock,
    until: clock,
    zone: z.string().refine(isZone, { message: 'must be an IANA time zone such as Europe/Berlin' }),
    /** 1 is Monday, 7 Sunday. @default all */
    days: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  })
  .refine(({ from, until }) => from < until, {
    path: ['until'],
    message: 'must be after from: a window over midnight is two windows',
  });

export type SendWindow = z.infer<typeof sendWindow>;

const query = z
  .strictObject({
    consent: z.strictObject({ channel: identifier, purpose: identifier }).optional(),
    preferredChannel: identifier.optional(),
    locale: z.string().min(2).max(35).optional(),
    zone: z.string().min(1).max(64).optional(),
    /** Each must be equal. */
    attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  })
  .refine((asked) => Object.keys(asked).length > 0, {
    message: 'must name at least one of consent, preferredChannel, locale, zone, attributes',
  });

export type AudienceQuery = z.infer<typeof query>;

const audience = z
  .strictObject({
    customers: z.array(z.unknown()).min(1).max(MOST_NAMED).optional(),
    /** A key in the stage's bucket. */
    file: z
      .string()
      .regex(
        /^campaigns\/[A-Za-z0-9][A-Za-z0-9._/-]{0,200}\.(csv|jsonl)$/,
        'must be a key campaigns/….csv or campaigns/….jsonl of letters, digits and . _ / -',
      )
      .optional(),
    query: query.optional(),
  })
  .refine((given) => Object.keys(given).length === 1, {
    message: 'must be exactly one of customers, file, query',
  });

const next = z.strictObject({
  step: identifier,
  when: z.enum(conditions),
  /** From the last contact of the step on. */
  after: duration,
});

const step = z.strictObject({
  step: identifier,
  channel: identifier,
  templateId: identifier,
  next: next.optional(),
});

export type CampaignStep = z.infer<typeof step>;

const budget = z
  .strictObject({
    contacts: z.int().min(1).optional(),
    usd: z
      .number()
      .refine((usd) => usd > 0, { message: 'must be more than 0' })
      .optional(),
  })
  .refine((given) => Object.keys(given).length > 0, { message: 'must name contacts, usd or both' });

const escalation = z.strictObject({
  when: z.enum(conditions),
  after: duration,
  /** Until when somebody may take the task. @default P7D */
  expiresAfter: duration.optional(),
  reason: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,63}$/, 'must be a code such as NOBODY_ANSWERS')
    .optional(),
  priority: z.enum(['HIGH', 'MEDIUM', 'LOW']).optional(),
});

/** What a campaign is to do: `command.campaign` of START_CAMPAIGN, and what `campaign check` reads. Holds ids, no personal data. */
export const campaignDefinitionSchema = z.strictObject({
  audience,
  /** In the order in which they are written; the first is where members begin, `next` says where they go. */
  steps: z.array(step).min(1).max(MOST_STEPS),
  priority: z
    .enum(['HIGH', 'MEDIUM', 'LOW'], {
      error: 'must be HIGH, MEDIUM or LOW: CRITICAL is for emergencies',
    })
    .optional(),
  /** When its master may send; none means always. Quiet hours of customers are the contact policy's. */
  windows: z.array(sendWindow).min(1).max(MOST_WINDOWS).optional(),
  budget: budget.optional(),
  /** What a person is asked to decide for members who are left at the end. */
  escalation: escalation.optional(),
});

export type CampaignDefinition = z.infer<typeof campaignDefinitionSchema>;
