import type * as Sdk from '@aws-sdk/client-dynamodb-streams';
import { readAttributes } from './attribute-values.ts';
import { clientOf } from './client.ts';
import { type JsonService, jsonCommand, jsonRefusal } from './json-protocol.ts';

/** Stands in bundles for `@aws-sdk/client-dynamodb-streams` (ADR 0030). */

const service: JsonService = {
  host: 'streams.dynamodb',
  signingName: 'dynamodb',
  variable: 'DYNAMODB_STREAMS',
  target: 'DynamoDBStreams_20120810',
  version: '1.0',
  maxAttempts: 4,
  baseDelayMs: 25,
  refusalOf: jsonRefusal,
};

/** The time of a change is seconds on the wire. */
const readRecords = (text: string): object => {
  const answer = readAttributes(text) as {
    Records?: { dynamodb?: { ApproximateCreationDateTime?: unknown } }[];
  };
  for (const { dynamodb } of answer.Records ?? []) {
    if (typeof dynamodb?.ApproximateCreationDateTime === 'number')
      dynamodb.ApproximateCreationDateTime = new Date(dynamodb.ApproximateCreationDateTime * 1000);
  }
  return answer;
};

export const DynamoDBStreamsClient = clientOf(service);

export const DescribeStreamCommand = jsonCommand<
  Sdk.DescribeStreamCommandInput,
  Sdk.DescribeStreamCommandOutput
>(service, 'DescribeStream');
export const GetRecordsCommand = jsonCommand<Sdk.GetRecordsCommandInput, Sdk.GetRecordsCommandOutput>(
  service,
  'GetRecords',
  { read: readRecords },
);
export const GetShardIteratorCommand = jsonCommand<
  Sdk.GetShardIteratorCommandInput,
  Sdk.GetShardIteratorCommandOutput
>(service, 'GetShardIterator');
