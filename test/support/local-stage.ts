import { randomUUID } from 'node:crypto';
import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { inject } from 'vitest';
import { DynamoDbConversationStore } from '../../shared/conversations/adapters/dynamodb-conversation-store.ts';
import { DynamoDbCustomerStore } from '../../shared/customers/adapters/dynamodb-customer-store.ts';
import { DynamoDbJournal } from '../../shared/journal/adapters/dynamodb-journal.ts';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { type CommandState, type CommandStatus, commandStateOf } from '../../shared/journal/command-state.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import { type Event, eventSchema } from '../../shared/messages/event.ts';
import { pagesOf } from '../../shared/messages/pages-of.ts';
import type { Priority } from '../../shared/messages/priority.ts';
import { DynamoDbKeyRing } from '../../shared/security/adapters/dynamodb-key-ring.ts';
import { JosePersonalCipher } from '../../shared/security/adapters/jose-personal-cipher.ts';
import { localDynamoDb } from './create-journal-table.ts';

/** Milliseconds after which a test gives up waiting: generous, since machines are slow at times. */
const PATIENCE_MS = 240_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Asks until the answer is there; never waits for less than it takes. */
export const until = async <T>(what: string, ask: () => Promise<T | undefined>): Promise<T> => {
  const end = Date.now() + PATIENCE_MS;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(250);
  }
  throw new Error(`waited ${PATIENCE_MS} ms in vain for ${what}`);
};

/** The deployed local stage, as its users see it. */
export const openLocalStage = async () => {
  const settings = {
    endpoint: inject('endpoint'),
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const ssm = new SSMClient(settings);
  const sqs = new SQSClient(settings);
  const bus = new EventBridgeClient(settings);
  const names = parameterNames('local');
  const parameter = async (Name: string) =>
    (await ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value ?? '';
  const busName = await parameter(names.busName);
  const tableName = await parameter(names.journalTableName);
  const stateTableName = await parameter(names.stateTableName);
  const client = localDynamoDb(settings.endpoint);
  const journal = new DynamoDbJournal({ client, tableName, retentionDays: 35, random: Math.random, sleep });
  const ports = { client, random: Math.random, sleep, now: Date.now };
  const keys = new DynamoDbKeyRing({
    ...ports,
    kms: new KMSClient(settings),
    kmsKeyId: await parameter(names.branchKeyArn),
    tableName: await parameter(names.keysTableName),
    stage: 'local',
  });
  const cipher = new JosePersonalCipher(keys);
  const personal = async (name: string) => ({ ...ports, keys, cipher, tableName: await parameter(name) });
  const customers = new DynamoDbCustomerStore(await personal(names.customersTableName));
  const conversations = new DynamoDbConversationStore(await personal(names.stateTableName));
  const laneUrl = (pool: string, tier: Priority) => parameter(names.lane(pool, tier, 'url'));
  const deadLetterUrl = (pool: string, tier: Priority) => parameter(names.deadLetterQueueUrl(pool, tier));

  const stateOf = async (commandId: string): Promise<CommandState> =>
    commandStateOf(await journal.read(commandAggregate(commandId)));

  return {
    settings,
    busName,
    tableName,
    stateTableName,
    journal,
    cipher,
    customers,
    conversations,
    sqs,
    laneUrl,
    deadLetterUrl,
    parameter,
    names,
    /** Puts documents on the bus as any producer does. */
    put: (
      documents: readonly { source?: unknown; messageType?: unknown }[],
      entry: Partial<PutEventsRequestEntry> = {},
    ) => putOnBus(bus, busName, documents, entry),
    /** Waits until a command has one of the statuses. */
    untilStatus: (commandId: string, ...statuses: CommandStatus[]) =>
      until(`${commandId} to be ${statuses.join(' or ')}`, async () => {
        const { status } = await stateOf(commandId);
        return statuses.includes(status) ? status : undefined;
      }),
    facts: (commandId: string): Promise<readonly Fact[]> => journal.read(commandAggregate(commandId)),
    /** Puts bodies straight into a queue. */
    enqueue: async (url: string, bodies: readonly string[]) => {
      for (const page of pagesOf(bodies, 10)) {
        const Entries = page.map((MessageBody, at) => ({ Id: String(at), MessageBody }));
        await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
      }
    },
    /** Shortens how long a received message stays hidden, so that a crash is seen sooner. */
    setVisibilityTimeout: (QueueUrl: string, seconds: number) =>
      sqs.send(
        new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: String(seconds) } }),
      ),
    /** Lets a lane give a message up at its second receive instead of after its own; answers with what undoes that. */
    giveUpEarly: (QueueUrl: string) => giveUpEarly(sqs, QueueUrl),
    /** Subscribes to the bus's EVENTs, or to those of some types only. */
    subscribe: (...types: readonly string[]) => subscribe(bus, sqs, busName, types),
    receiveBodies: (url: string) => receiveBodies(sqs, url),
  };
};

export type LocalStage = Awaited<ReturnType<typeof openLocalStage>>;

const putOnBus = async (
  bus: EventBridgeClient,
  busName: string,
  documents: readonly { source?: unknown; messageType?: unknown }[],
  entry: Partial<PutEventsRequestEntry>,
): Promise<void> => {
  for (const page of pagesOf(documents, 10)) {
    const Entries = page.map((document) => ({
      EventBusName: busName,
      Source:
        typeof document.source === 'string' && document.source !== '' ? document.source : 'agent-coordinator',
      DetailType: typeof document.messageType === 'string' ? document.messageType : 'COMMAND',
      Detail: JSON.stringify(document),
      ...entry,
    }));
    const answer = await bus.send(new PutEventsCommand({ Entries }));
    if (answer.FailedEntryCount) throw new Error(`the bus refused ${answer.FailedEntryCount} entries`);
  }
};

/** Subscribes to the bus's EVENTs with a queue of its own. */
const subscribe = async (
  bus: EventBridgeClient,
  sqs: SQSClient,
  busName: string,
  types: readonly string[],
) => {
  const detail = types.length > 0 ? { detail: { event: { type: types } } } : {};
  const name = `test-events-${randomUUID().slice(0, 8)}`;
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await bus.send(
    new PutRuleCommand({
      Name: name,
      EventBusName: busName,
      EventPattern: JSON.stringify({ 'detail-type': ['EVENT'], ...detail }),
    }),
  );
  const Targets = [{ Id: '1', Arn: Attributes?.['QueueArn'] ?? '' }];
  await bus.send(new PutTargetsCommand({ Rule: name, EventBusName: busName, Targets }));
  const seen: Event[] = [];
  const poll = async () => {
    for (const body of await receiveBodies(sqs, QueueUrl ?? ''))
      seen.push(eventSchema.parse(JSON.parse(body).detail));
  };
  return {
    seen,
    /** Waits for an event. */
    untilEvent: (what: string, matches: (event: Event) => boolean) =>
      until(what, async () => {
        await poll();
        return seen.find(matches);
      }),
  };
};

const giveUpEarly = async (sqs: SQSClient, QueueUrl: string): Promise<() => Promise<void>> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  const own = Attributes?.['RedrivePolicy'] ?? '';
  const set = async (RedrivePolicy: string) => {
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { RedrivePolicy } }));
  };
  await set(JSON.stringify({ ...JSON.parse(own), maxReceiveCount: 1 }));
  return () => set(own);
};

const receiveBodies = async (sqs: SQSClient, QueueUrl: string): Promise<string[]> => {
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of Messages ?? [])
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return (Messages ?? []).map(({ Body }) => Body ?? '');
};
