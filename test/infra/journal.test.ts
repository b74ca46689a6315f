import { describe, expect, it } from 'vitest';
import { at, everyDeployment, listAt, resourcesOf } from '../support/synthesized.ts';

const ALLOWED_ON_TABLE = ['BatchGetItem', 'GetItem', 'PartiQLInsert', 'Query'];
const ALLOWED_ON_STREAM = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'];

describe.each(everyDeployment)('journal of %s', (name) => {
  const [table, ...others] = resourcesOf(name, 'AWS::DynamoDB::GlobalTable').filter(
    ({ properties }) => properties['StreamSpecification'] !== undefined,
  );

  it('is one encrypted table of facts with stream, TTL, recovery and the listing index', () => {
    expect(others).toEqual([]);
    expect(table?.properties).toMatchObject({
      KeySchema: [
        { AttributeName: 'aggregate', KeyType: 'HASH' },
        { AttributeName: 'key', KeyType: 'RANGE' },
      ],
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
      StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      GlobalSecondaryIndexes: [
        {
          IndexName: 'listing',
          KeySchema: [
            { AttributeName: 'listing', KeyType: 'HASH' },
            { AttributeName: 'at', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    });
  });

  it('stays when its stack goes, except on stages whose data nobody needs', () => {
    expect(table?.deletionPolicy).toBe(name === 'local' ? 'Delete' : 'Retain');
    expect(at(table?.properties, 'Replicas', 0, 'DeletionProtectionEnabled')).toBe(name !== 'local');
  });

  it('can only be inserted into and read by functions', () => {
    const actions = resourcesOf(name, 'AWS::IAM::Policy')
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => /journal(table|stream)/i.test(JSON.stringify(at(statement, 'Resource'))))
      .flatMap((statement) => listAt(statement, 'Action').map(String));

    expect([...new Set(actions)].sort()).toEqual(
      [...ALLOWED_ON_TABLE, ...ALLOWED_ON_STREAM].map((action) => `dynamodb:${action}`).sort(),
    );
  });

  it('tells the relay inserts only, from the first one, and keeps whole what the relay cannot handle', () => {
    const stream = resourcesOf(name, 'AWS::Lambda::EventSourceMapping').find(
      ({ properties }) => properties['StartingPosition'] !== undefined,
    );

    expect(stream?.properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MetricsConfig: { Metrics: ['EventCount'] },
    });
    expect(Number(stream?.properties['MaximumRetryAttempts'])).toBeGreaterThan(0);
    expect(JSON.stringify(at(stream?.properties, 'DestinationConfig', 'OnFailure', 'Destination'))).toContain(
      ':s3:::',
    );
  });
});
