import type { Context, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { agents } from '../../../config/agents.ts';
import type { SwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { priorities } from '../../../shared/messages/priority.ts';
import type { envVariables } from '../../../shared/runtime/env.ts';
import { JOURNAL } from './journal-stub.ts';
import { openProducer } from './producer.ts';

/** The folders of the shipped functions. */
export const functionFolders = ['coordinator', 'email-agent', 'event-relay', 'provider-receipts'] as const;

export type FunctionFolder = (typeof functionFolders)[number];

type Handler<Event> = (
  event: Event,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
) => Promise<SQSBatchResponse>;

/** The handlers of all functions, as Lambda would call them. */
export type Handlers = {
  readonly coordinator: Handler<SQSEvent>;
  readonly 'email-agent': Handler<SQSEvent>;
  readonly 'event-relay': Handler<DynamoDBStreamEvent>;
  readonly 'provider-receipts': Handler<SQSEvent>;
  /** What a trusted producer runs instead of the bus and the coordinator. */
  readonly producer: SwitchboardClient;
};

/** The ARN of a function's queue as its records name it. */
export const queueArnOf = (folder: string): string => `arn:aws:sqs:us-east-1:000000000000:${folder}`;

const agentTypes = Object.keys(agents);

const folderOf = (agentType: string): string => `${agentType}-agent`;

/** Functions that a queue feeds, or may feed. */
const queueFolders = [...new Set([...functionFolders, ...agentTypes.map(folderOf)])];

const urlOf = (endpoint: string, folder: string): string => `${endpoint}/000000000000/${folder}`;

/** The variables of every function, as Lambda and infra set them, for the stub. */
export const functionEnvironment = (
  endpoint: string,
  taskRoot: string,
): Record<string, string> & Record<Exclude<keyof typeof envVariables, 'INTENT_MODEL'>, string> => ({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'ASIASTUB',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
  AWS_ENDPOINT_URL: endpoint,
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  LAMBDA_TASK_ROOT: taskRoot,
  STAGE: 'bench',
  JOURNAL_TABLE: JOURNAL,
  JOURNAL_RETENTION_DAYS: '35',
  CUSTOMERS_TABLE: 'customers',
  KEYS_TABLE: 'keys',
  STATE_TABLE: 'state',
  SAGA_MACHINE_PREFIX: 'arn:aws:states:eu-central-1:000000000000:stateMachine:switchboard-local-',
  JOURNAL_STREAM_ARN: 'stream',
  FAILED_RECORDS_BUCKET: 'failed-records',
  BRANCH_KEY_ID: 'alias/bench',
  ALLOW_PLAIN_CONTEXT: 'true',
  BUS_NAME: 'bus',
  ACCOUNT_ID: '000000000000',
  SMS_REPLY_TOPIC_ARNS: '[]',
  CONFIGURATION_SET: 'receipts',
  CHANNEL_URL: 'https://channel.example/',
  MAIL_BUCKET: 'mail',
  PARKING_BUCKET: 'parking',
  REPORTS_BUCKET: 'reports',
  LARGE_BODIES_BUCKET: 'large-bodies',
  DEAD_LETTER_SOURCES: '[]',
  TRIAGE_OF: 'bench',
  UNSUBSCRIBE_URL: 'https://unsubscribe.example/',
  INBOUND_MAIL_DOMAIN: 'reply.example',
  BACK_OFFICE_LANE_URL: `${endpoint}/000000000000/back-office`,
  RECORD_LANE_URL: `${endpoint}/000000000000/record-keeper.fifo`,
  QUEUE_URLS: JSON.stringify(queueFolders.map((folder) => urlOf(endpoint, folder))),
  LANE_URLS: JSON.stringify(
    Object.fromEntries(
      agentTypes.map((type) => [
        type,
        Object.fromEntries(priorities.map((tier) => [tier, urlOf(endpoint, folderOf(type))])),
      ]),
    ),
  ),
  FALLBACK_LANE_URLS: '{}',
  DEAD_LETTER_URLS: JSON.stringify(queueFolders.map((folder) => urlOf(endpoint, `${folder}-dead`))),
});

/** Imports each function's module under an environment: it is read once, at the import. */
export const loadHandlers = async (
  environment: Record<string, string>,
  moduleOf: (folder: FunctionFolder) => string,
): Promise<Handlers> => {
  Object.assign(process.env, environment);
  const load = async (folder: FunctionFolder) => (await import(moduleOf(folder))).handler;
  return {
    coordinator: await load('coordinator'),
    'email-agent': await load('email-agent'),
    'event-relay': await load('event-relay'),
    'provider-receipts': await load('provider-receipts'),
    producer: openProducer(),
  };
};
