import type { PackageName } from './aws-pairs.ts';

/** A call as functions make it, and an answer of its service. */
export type ExampleCall = {
  readonly of: PackageName;
  readonly command: string;
  readonly input: object;
  /** JSON, or XML, or bytes, as the service gives it. */
  readonly answer: object | string | Uint8Array;
  readonly answerHeaders?: Readonly<Record<string, string>>;
};

const TableName = 'journal';
const item = {
  pk: { S: 'command#1' },
  sk: { N: '12' },
  packed: { B: Uint8Array.of(0, 1, 255) },
  parts: { BS: [Uint8Array.of(7), Buffer.from('parts')] },
  deep: {
    M: { B: { S: 'an attribute that is named like a type' }, list: { L: [{ NULL: true }, { BOOL: false }] } },
  },
};
const wireItem = {
  pk: { S: 'command#1' },
  packed: { B: 'AAH/' },
  parts: { BS: ['Bw==', 'cGFydHM='] },
  deep: { M: { B: { S: 'text' }, BS: { L: [{ B: '' }] } } },
};
const Key = { pk: { S: 'command#1' }, sk: { S: 'ä "quoted" \u2028 line' } };
const dynamoDb = '@aws-sdk/client-dynamodb';
const sfn = '@aws-sdk/client-sfn';
const sqs = '@aws-sdk/client-sqs';
const s3 = '@aws-sdk/client-s3';
const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/lane';
const token = 'a'.repeat(64);

/** One example of each command at least. */
export const exampleCalls: readonly ExampleCall[] = [
  {
    of: dynamoDb,
    command: 'GetItemCommand',
    input: { TableName, Key, ConsistentRead: true },
    answer: { Item: wireItem },
  },
  { of: dynamoDb, command: 'GetItemCommand', input: { TableName, Key }, answer: {} },
  {
    of: dynamoDb,
    command: 'PutItemCommand',
    input: { TableName, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
    answer: {},
  },
  { of: dynamoDb, command: 'DeleteItemCommand', input: { TableName, Key }, answer: {} },
  {
    of: dynamoDb,
    command: 'UpdateItemCommand',
    input: {
      TableName,
      Key,
      UpdateExpression: 'ADD taken :n',
      ExpressionAttributeValues: { ':n': { N: '1' } },
      ExpressionAttributeNames: undefined,
      ReturnValues: 'ALL_NEW',
    },
    answer: { Attributes: { taken: { N: '5' } } },
  },
  {
    of: dynamoDb,
    command: 'QueryCommand',
    input: {
      TableName,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'x' } },
      Limit: 3,
    },
    answer: { Items: [wireItem], Count: 1, ScannedCount: 1, LastEvaluatedKey: { pk: { S: 'x' } } },
  },
  {
    of: dynamoDb,
    command: 'ScanCommand',
    input: { TableName, Segment: 0, TotalSegments: 2 },
    answer: { Items: [], Count: 0, ScannedCount: 0 },
  },
  {
    of: dynamoDb,
    command: 'BatchGetItemCommand',
    input: { RequestItems: { [TableName]: { Keys: [Key] } } },
    answer: { Responses: { [TableName]: [wireItem] }, UnprocessedKeys: {} },
  },
  {
    of: dynamoDb,
    command: 'BatchWriteItemCommand',
    input: { RequestItems: { [TableName]: [{ PutRequest: { Item: item } }, { DeleteRequest: { Key } }] } },
    answer: { UnprocessedItems: { [TableName]: [{ PutRequest: { Item: wireItem } }] } },
  },
  {
    of: dynamoDb,
    command: 'BatchExecuteStatementCommand',
    input: {
      Statements: [
        {
          Statement: "INSERT INTO journal VALUE {'pk': ?, 'b': ?}",
          Parameters: [{ S: 'x' }, { B: Buffer.from('y') }],
        },
      ],
    },
    answer: {
      Responses: [
        { Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key exists in table' } },
        { Item: wireItem },
      ],
    },
  },
  {
    of: dynamoDb,
    command: 'ExecuteTransactionCommand',
    input: { TransactStatements: [{ Statement: 'EXISTS(SELECT * FROM journal)', Parameters: [{ S: 'x' }] }] },
    answer: { Responses: [{}] },
  },
  {
    of: dynamoDb,
    command: 'TransactWriteItemsCommand',
    input: { TransactItems: [{ Put: { TableName, Item: item } }], ClientRequestToken: 'own' },
    answer: {},
  },
  {
    of: dynamoDb,
    command: 'TransactWriteItemsCommand',
    input: { TransactItems: [{ Delete: { TableName, Key } }] },
    answer: {},
  },
  {
    of: '@aws-sdk/client-dynamodb-streams',
    command: 'DescribeStreamCommand',
    input: { StreamArn: 'arn:stream' },
    answer: {
      StreamDescription: {
        StreamStatus: 'ENABLED',
        Shards: [{ ShardId: 's', SequenceNumberRange: { StartingSequenceNumber: '1' } }],
      },
    },
  },
  {
    of: '@aws-sdk/client-dynamodb-streams',
    command: 'GetShardIteratorCommand',
    input: { StreamArn: 'arn:stream', ShardId: 's', ShardIteratorType: 'TRIM_HORIZON' },
    answer: { ShardIterator: 'i' },
  },
  {
    of: '@aws-sdk/client-dynamodb-streams',
    command: 'GetRecordsCommand',
    input: { ShardIterator: 'i', Limit: 10 },
    answer: {
      NextShardIterator: 'j',
      Records: [
        {
          eventID: 'e',
          eventName: 'INSERT',
          dynamodb: { ApproximateCreationDateTime: 1_700_000_000, NewImage: wireItem, SequenceNumber: '3' },
        },
      ],
    },
  },
  {
    of: '@aws-sdk/client-eventbridge',
    command: 'PutEventsCommand',
    input: {
      Entries: [{ EventBusName: 'bus', Source: 'switchboard', DetailType: 'EVENT', Detail: '{"a":"ü"}' }],
    },
    answer: {
      FailedEntryCount: 1,
      Entries: [{ EventId: 'e' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'm' }],
    },
  },
  {
    of: '@aws-sdk/client-kms',
    command: 'GenerateDataKeyCommand',
    input: { KeyId: 'arn:key', KeySpec: 'AES_256', EncryptionContext: { purpose: 'branch' } },
    answer: { KeyId: 'arn:key', Plaintext: 'AAECAw==', CiphertextBlob: 'BAUG' },
  },
  {
    of: '@aws-sdk/client-kms',
    command: 'DecryptCommand',
    input: {
      KeyId: 'arn:key',
      CiphertextBlob: Uint8Array.of(4, 5, 6),
      EncryptionContext: { purpose: 'branch' },
    },
    answer: { KeyId: 'arn:key', Plaintext: 'AAECAw==', EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
  },
  {
    of: '@aws-sdk/client-pinpoint-sms-voice-v2',
    command: 'SendTextMessageCommand',
    input: {
      DestinationPhoneNumber: '+15550100',
      OriginationIdentity: 'arn:pool',
      MessageBody: 'Hej',
      Context: { command: 'c' },
    },
    answer: { MessageId: 'm' },
  },
  {
    of: '@aws-sdk/client-pinpoint-sms-voice-v2',
    command: 'SendVoiceMessageCommand',
    input: {
      DestinationPhoneNumber: '+15550100',
      OriginationIdentity: '+15550111',
      MessageBody: '<speak/>',
      MessageBodyTextType: 'SSML',
      VoiceId: 'JOANNA',
    },
    answer: { MessageId: 'm' },
  },
  {
    of: '@aws-sdk/client-sesv2',
    command: 'SendEmailCommand',
    input: {
      FromEmailAddress: 'Notices <a@example.com>',
      Destination: { ToAddresses: ['b@example.com'] },
      EmailTags: [{ Name: 'command', Value: 'c' }],
      ConfigurationSetName: 'receipts',
      Content: {
        Simple: {
          Subject: { Data: 'Grüße', Charset: 'UTF-8' },
          Body: { Text: { Data: 'x', Charset: 'UTF-8' } },
        },
      },
    },
    answer: { MessageId: 'm' },
  },
  {
    of: sfn,
    command: 'StartExecutionCommand',
    input: { stateMachineArn: 'arn:machine', name: 'n', input: '{"a":1}' },
    answer: { executionArn: 'arn:execution', startDate: 1_700_000_000.25 },
  },
  {
    of: sfn,
    command: 'DescribeExecutionCommand',
    input: { executionArn: 'arn:execution' },
    answer: {
      executionArn: 'arn:execution',
      status: 'RUNNING',
      startDate: 1_700_000_000,
      input: '{"startDate":5}',
    },
  },
  { of: sfn, command: 'SendTaskSuccessCommand', input: { taskToken: token, output: '{}' }, answer: {} },
  {
    of: sfn,
    command: 'SendTaskFailureCommand',
    input: { taskToken: token, error: 'E', cause: 'c' },
    answer: {},
  },
  { of: sfn, command: 'SendTaskHeartbeatCommand', input: { taskToken: token }, answer: {} },
  {
    of: sqs,
    command: 'SendMessageCommand',
    input: { QueueUrl, MessageBody: 'body', DelaySeconds: 5, MessageGroupId: 'g' },
    answer: { MessageId: 'm', MD5OfMessageBody: '841a2d689ad86bd1611447453c22c6fc' },
  },
  {
    of: sqs,
    command: 'SendMessageBatchCommand',
    input: {
      QueueUrl,
      Entries: [
        {
          Id: '0',
          MessageBody: 'body',
          MessageAttributes: { cause: { DataType: 'String', StringValue: 'C' } },
        },
      ],
    },
    answer: {
      Successful: [{ Id: '0', MessageId: 'm', MD5OfMessageBody: '841a2d689ad86bd1611447453c22c6fc' }],
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
    },
  },
  {
    of: sqs,
    command: 'DeleteMessageBatchCommand',
    input: { QueueUrl, Entries: [{ Id: '0', ReceiptHandle: 'r' }] },
    answer: { Successful: [{ Id: '0' }], Failed: [] },
  },
  {
    of: sqs,
    command: 'ChangeMessageVisibilityBatchCommand',
    input: { QueueUrl, Entries: [{ Id: '0', ReceiptHandle: 'r', VisibilityTimeout: 30 }] },
    answer: { Successful: [{ Id: '0' }], Failed: [] },
  },
  {
    of: s3,
    command: 'PutObjectCommand',
    input: { Bucket: 'bucket', Key: "a/b c(1)'*!+~.json", Body: 'text', ContentType: 'application/json' },
    answer: '',
    answerHeaders: { etag: '"e"' },
  },
  { of: s3, command: 'PutObjectCommand', input: { Bucket: 'bucket', Key: 'k', Body: 'ä' }, answer: '' },
  {
    of: s3,
    command: 'GetObjectCommand',
    input: { Bucket: 'bucket', Key: 'mail/ü', Range: 'bytes=0-9' },
    answer: Uint8Array.of(70, 0, 255),
    answerHeaders: { 'content-type': 'message/rfc822' },
  },
  { of: s3, command: 'DeleteObjectCommand', input: { Bucket: 'bucket', Key: 'k' }, answer: '' },
  {
    of: s3,
    command: 'ListObjectsV2Command',
    input: { Bucket: 'bucket', Prefix: 'failed/a b&c=', ContinuationToken: 'to+ken/==', MaxKeys: 5 },
    answer: `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><IsTruncated>true</IsTruncated><NextContinuationToken>n&amp;1</NextContinuationToken><Contents><Key>a&lt;b&#x26;&quot;.json</Key><LastModified>2026-11-26T10:00:00.000Z</LastModified><Size>12</Size></Contents><Contents><Key>c</Key><LastModified>2026-11-26T10:00:01.000Z</LastModified><Size>0</Size></Contents></ListBucketResult>`,
  },
  {
    of: s3,
    command: 'ListObjectsV2Command',
    input: { Bucket: 'bucket', StartAfter: 'z' },
    answer: '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>',
  },
];
