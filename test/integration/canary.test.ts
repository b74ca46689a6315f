import { randomUUID } from 'node:crypto';
import { ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { customerAggregate } from '../../shared/journal/command-facts.ts';
import { aContextUpdate } from '../support/a-context-update.ts';
import { aCustomer } from '../support/a-recipient.ts';
import { aReferringCommand, aSendEmailCommand } from '../support/a-send-email-command.ts';
import { aCanary } from '../support/canary.ts';
import { localDynamoDb } from '../support/create-journal-table.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { everyLogLine } from '../support/logs.ts';
import { sandboxClient } from '../support/sandbox.ts';

let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;
const sandbox = sandboxClient();
const canary = aCanary();
const customerId = `cust-${randomUUID()}`;
const number = `+1425555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe();
});

describe('personal data on the real stack', () => {
  it('rests nowhere in the clear, whatever brought it and whatever became of it', async () => {
    await stage.customers.put(
      aCustomer({
        customerId,
        name: canary.word,
        addresses: { email: `${canary.word}@example.com`, sms: number },
        attributes: { note: canary.word },
      }),
    );
    const plain = withCanary();
    const referring = aReferringCommand({ customerId });
    const rejected = { ...withCanary(), target: canary.word };
    const unsendable = withCanary({ email: canary.word });
    const dying = withCanary({ priority: 'CRITICAL' });
    const unfinished = withCanary();
    const restore = await stage.giveUpEarly(await stage.laneUrl('email', 'CRITICAL'));
    await sandbox.fault({ match: { commandId: dying.messageId }, times: 20, action: { kind: 'throttle' } });

    await stage.put([
      plain,
      referring,
      rejected,
      unsendable,
      dying,
      aContextUpdate(customerId, { sentiment: 'positive', note: canary.word }),
    ]);
    const { sender: to } = agents.sms.identities['sms-agent-001'];
    await sandbox.reply({ channel: 'sms', from: number, to, text: `${canary.word}, please` });

    await stage.untilStatus(plain.messageId, 'DELIVERED');
    await stage.untilStatus(referring.messageId, 'DELIVERED');
    await stage.untilStatus(rejected.messageId, 'REJECTED');
    await stage.untilStatus(unsendable.messageId, 'FAILED');
    await until('the answer and the update', async () => {
      const types = (await stage.journal.read(customerAggregate(customerId))).map(({ type }) => type);
      return types.includes('responded') && types.includes('context-updated') ? types : undefined;
    });
    await stage.untilStatus(dying.messageId, 'PARKED');
    await restore();
    await stage.enqueue(await stage.deadLetterUrl('coordinator', 'HIGH'), [
      JSON.stringify({ id: 'e', detail: unfinished }),
      `"${canary.word}`,
    ]);
    await stage.untilStatus(unfinished.messageId, 'PARKED');
    await events.untilEvent(
      'the answer',
      ({ event }) => event.customerId === customerId && event.type === 'CUSTOMER_RESPONDED',
    );

    // What a customer was sent, and what the stores give back, does hold it: the search below can find something.
    expect(canary.isIn(JSON.stringify(await sandbox.inbox({ commandId: plain.messageId })))).toBe(true);
    expect(canary.isIn(JSON.stringify([...(await stage.customers.get([customerId])).values()]))).toBe(true);
    expect(await placesWith()).toEqual([]);
  });
});

const withCanary = (choices: Parameters<typeof aSendEmailCommand>[0] = {}) => {
  const command = aSendEmailCommand({ customerId, email: `${canary.word}@example.com`, ...choices });
  Object.assign(command.command.context?.customerData ?? {}, { name: canary.word });
  return command;
};

/** Every place of the stage where the canary lies in the clear. */
const placesWith = async (): Promise<readonly string[]> => {
  const texts = [...(await tables()), ...(await logs()), ...(await deadLetters()), ...(await parkedBodies())];
  const told = events.seen.map((event) => ['an event on the bus', JSON.stringify(event)] as const);
  const found = [...texts, ...told].filter(([, text]) => canary.isIn(text)).map(([place]) => place);
  return [...new Set(found)];
};

const tables = async (): Promise<(readonly [string, string])[]> => {
  const client = localDynamoDb(stage.settings.endpoint);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const texts: (readonly [string, string])[] = [];
  for (const TableName of TableNames) {
    let ExclusiveStartKey: Record<string, never> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({ TableName, ...(ExclusiveStartKey && { ExclusiveStartKey }) }),
      );
      texts.push(...(page.Items ?? []).map((item) => [`table ${TableName}`, JSON.stringify(item)] as const));
      ExclusiveStartKey = page.LastEvaluatedKey as typeof ExclusiveStartKey;
    } while (ExclusiveStartKey);
  }
  return texts;
};

/** Metrics are lines of the log too. */
const logs = async (): Promise<(readonly [string, string])[]> => {
  const lines = await everyLogLine(stage.settings);
  expect(lines.length).toBeGreaterThan(0);
  return lines.map(([group, line]) => [`log ${group}`, line]);
};

const deadLetters = async (): Promise<(readonly [string, string])[]> => {
  const { QueueUrls = [] } = await stage.sqs.send(new ListQueuesCommand({}));
  const dead = QueueUrls.filter((url) => /DeadLetters|Undelivered/.test(url));
  expect(dead.length).toBeGreaterThan(4);
  const bodies = await Promise.all(
    dead.map(async (url) => (await lettersIn(url)).map((body) => [url, body] as const)),
  );
  return bodies.flat();
};

/** The bodies of what was parked, and the names under which they lie. */
const parkedBodies = async (): Promise<(readonly [string, string])[]> => {
  const client = new S3Client({ ...stage.settings, forcePathStyle: true });
  const Bucket = await stage.parameter(stage.names.parkingBucketName);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents.length).toBeGreaterThanOrEqual(3);
  return Promise.all(
    Contents.map(async ({ Key = '' }) => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return [`parked ${Key}`, `${Key} ${await Body?.transformToString()}`] as const;
    }),
  );
};

/** Looks at messages without taking them. */
const lettersIn = async (QueueUrl: string): Promise<string[]> => {
  const { Messages = [] } = await stage.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body = '' }) => Body);
};
