import * as z from 'zod';
import { priorities } from '../messages/priority.ts';

const text = z.string().min(1);

/** JSON in an environment variable, checked like any other input. */
const json = <T extends z.ZodType>(schema: T) =>
  text
    .transform((value, context) => {
      try {
        return JSON.parse(value);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);

/** The variables that functions may ask for; infra sets them by these names. */
export const envVariables = {
  STAGE: text,
  JOURNAL_TABLE: text,
  JOURNAL_RETENTION_DAYS: z.coerce.number().int().min(30),
  /** URLs of the queues that feed this function: a JSON array. */
  QUEUE_URLS: json(z.array(z.url()).min(1)),
  /** URLs of the dead-letter queues of those queues, in their order: a JSON array. */
  DEAD_LETTER_URLS: json(z.array(z.url()).min(1)),
  /** URLs of the agent lanes by agent type and tier: a JSON object of objects. */
  LANE_URLS: json(z.record(z.string(), z.record(z.string(), z.url()))),
  /** URLs of the lanes that this function's commands may fall back to, as `LANE_URLS`, of its own tiers alone. */
  FALLBACK_LANE_URLS: json(z.record(z.string(), z.partialRecord(z.enum(priorities), z.url()))),
  /** URL of the FIFO queue of commands that are recorded exactly once. */
  RECORD_LANE_URL: z.url(),
  /** URL of the queue of work without haste. */
  BACK_OFFICE_LANE_URL: z.url(),
  /** The bucket of reports. */
  REPORTS_BUCKET: text,
  BUS_NAME: text,
  /** The ARNs of the state machines of sagas, up to the saga's name. */
  SAGA_MACHINE_PREFIX: text.startsWith('arn:'),
  CUSTOMERS_TABLE: text,
  KEYS_TABLE: text,
  STATE_TABLE: text,
  /** ARN of the KMS key that protects the stage's branch key. */
  BRANCH_KEY_ID: text,
  /** Whether commands may carry personal fields in the clear. */
  ALLOW_PLAIN_CONTEXT: z.enum(['true', 'false']).transform((value) => value === 'true'),
  /** The provider's configuration set for what this agent type sends; SES's events name it. */
  CONFIGURATION_SET: text,
  /** Where an agent of the HTTP channel posts its messages. */
  CHANNEL_URL: z.url(),
  /** The AWS account in which providers speak to us. */
  ACCOUNT_ID: z.string().regex(/^\d{12}$/, 'must be an account id'),
  /** Topics to which text messages that come in are published: a JSON array, empty where no agent sends text messages. */
  SMS_REPLY_TOPIC_ARNS: json(z.array(text)),
  /** Where links to unsubscribe lead, before their token. */
  UNSUBSCRIBE_URL: z.url().endsWith('/'),
  /** The domain to which customers answer e-mails; empty where the stage names none. */
  INBOUND_MAIL_DOMAIN: z.string().transform((domain) => (domain === '' ? undefined : domain)),
  /** The bucket into which SES puts the mails that it receives. */
  MAIL_BUCKET: text,
  /** The bucket of parked messages' bodies. */
  PARKING_BUCKET: text,
  /** The dead-letter queues that feed this function, each with what it is behind of: a JSON array. */
  DEAD_LETTER_SOURCES: json(
    z.array(
      z.object({
        url: z.url(),
        pool: text,
        tier: z.enum(priorities).optional(),
        carries: z.enum(['lane-messages', 'bus-events', 'news']),
      }),
    ),
  ),
  /** Whose dead letters this function looks through: an agent type, or `messaging`. */
  TRIAGE_OF: text,
  JOURNAL_STREAM_ARN: text,
  /** The bucket of stream records that a reader gave up. */
  FAILED_RECORDS_BUCKET: text,
  /** The bucket of commands that are too large for a queue. */
  LARGE_BODIES_BUCKET: text,
  /** The Bedrock model that is asked what answers mean; absent where rules alone decide. */
  INTENT_MODEL: text.optional(),
  /** Where all of AWS is on the local stage; absent on AWS. */
  AWS_ENDPOINT_URL: z.url().optional(),
  LAMBDA_TASK_ROOT: text,
  AWS_LAMBDA_FUNCTION_NAME: text,
} as const;

/** Reads the named variables once per cold start. Throws an error that names every missing or broken one. */
export const parseEnv = <K extends keyof typeof envVariables>(
  ...names: readonly K[]
): { readonly [N in K]: z.infer<(typeof envVariables)[N]> } => {
  const shape = Object.fromEntries(names.map((name) => [name, envVariables[name]]));
  const result = z.object(shape).safeParse(process.env, { jitless: true }); // compiling it would cost more than the one look
  if (result.success) return result.data as { [N in K]: z.infer<(typeof envVariables)[N]> };
  const broken = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new Error(`environment: ${broken.join('; ')}`);
};
