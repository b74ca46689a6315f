import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  BatchExecuteStatementCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { deployTestFunction, localClient, type TestFunction } from '../../support/deploy-test-function.ts';

const settings = localClient(inject('endpoint'));

describe('DynamoDB', () => {
  const client = new DynamoDBClient(settings);
  const table = `test-${randomUUID()}`;
  beforeAll(async () => {
    await client.send(
      new CreateTableCommand({
        TableName: table,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  });
  afterAll(() => client.send(new DeleteTableCommand({ TableName: table })));

  it('answers a PartiQL batch insert statement by statement', async () => {
    const insert = (id: string) => ({
      Statement: `INSERT INTO "${table}" VALUE {'id': ?}`,
      Parameters: [{ S: id }],
    });
    await client.send(new BatchExecuteStatementCommand({ Statements: [insert('a')] }));

    const { Responses } = await client.send(
      new BatchExecuteStatementCommand({ Statements: [insert('a'), insert('b')] }),
    );

    expect(Responses?.map((answer) => answer.Error?.Code)).toEqual(['DuplicateItem', undefined]);
  });
});

describe('a queue that feeds a function', () => {
  const sqs = new SQSClient(settings);
  const lambda = new LambdaClient(settings);
  let batch: TestFunction;
  let queueUrl = '';
  let mapping = '';

  beforeAll(async () => {
    batch = await deployTestFunction(
      inject('endpoint'),
      fileURLToPath(new URL('./functions/batch.mjs', import.meta.url)),
      { timeoutSeconds: 1 },
    );
    const created = await sqs.send(
      new CreateQueueCommand({ QueueName: batch.name, Attributes: { VisibilityTimeout: '1' } }),
    );
    queueUrl = created.QueueUrl ?? '';
    const { UUID } = await lambda.send(
      new CreateEventSourceMappingCommand({
        FunctionName: batch.name,
        EventSourceArn: `arn:aws:sqs:us-east-1:000000000000:${batch.name}`,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      }),
    );
    mapping = UUID ?? '';
  });
  afterAll(async () => {
    await lambda.send(new DeleteEventSourceMappingCommand({ UUID: mapping }));
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl }));
    await batch.remove();
  });

  it('delivers each message, and again only those the function reports as failed', async () => {
    const bodies = ['one', 'fail two', 'three'];

    await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: bodies.map((MessageBody, index) => ({ Id: `${index}`, MessageBody })),
      }),
    );

    await vi.waitFor(
      async () => {
        expect(await deliveries(batch.name)).toEqual([
          { body: 'fail two', count: '1' },
          { body: 'fail two', count: '2' },
          { body: 'one', count: '1' },
          { body: 'three', count: '1' },
        ]);
        expect(await messagesIn(sqs, queueUrl)).toEqual(['0', '0']);
      },
      { timeout: 120_000, interval: 300 },
    );
  });
});

/** What the function wrote, one line per message it was given, sorted. */
const deliveries = async (name: string): Promise<unknown[]> => {
  const client = new CloudWatchLogsClient(settings);
  const found = await client.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` }));
  const lines = (found.events ?? [])
    .map(({ message }) => message ?? '')
    .filter((line) => line.startsWith('{'));
  return lines.sort().map((line): unknown => JSON.parse(line));
};

const messagesIn = async (client: SQSClient, queueUrl: string): Promise<(string | undefined)[]> => {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] }),
  );
  return [Attributes?.['ApproximateNumberOfMessages'], Attributes?.['ApproximateNumberOfMessagesNotVisible']];
};
