import { DynamoDbJournalStream } from '../reconciliation/adapters/dynamodb-journal-stream.ts';
import { DynamoDbToldMarks } from '../reconciliation/adapters/dynamodb-told-marks.ts';
import { S3FailedRecords } from '../reconciliation/adapters/s3-failed-records.ts';
import { type BatchFollowerDeps, createBatchFollower } from '../reconciliation/batch-follower.ts';
import { createEventFollower } from '../reconciliation/event-follower.ts';
import type { FactFollower } from '../reconciliation/fact-follower.ts';
import type { FactSource } from '../reconciliation/fact-source.ts';
import { EventBridgePublisher } from '../relay/adapters/eventbridge-publisher.ts';
import { DynamoDbCommandIndex } from '../reports/adapters/dynamodb-command-index.ts';
import { createIndexFollower } from '../reports/index-follower.ts';
import { systemPorts } from './system-ports.ts';

/** The AWS side of a reconciliation: its clients, and the names of what they reach. */
export type ReconciliationAccess = {
  readonly streams: ConstructorParameters<typeof DynamoDbJournalStream>[0]['client'];
  readonly dynamoDb: ConstructorParameters<typeof DynamoDbToldMarks>[0]['client'];
  readonly s3: ConstructorParameters<typeof S3FailedRecords>[0]['client'];
  readonly bus: ConstructorParameters<typeof EventBridgePublisher>[0]['client'];
  readonly journal: BatchFollowerDeps['journal'];
  readonly streamArn: string;
  readonly stateTable: string;
  /** Days that facts stay in the journal. */
  readonly retentionDays: number;
  readonly failedRecordsBucket: string;
  readonly busName: string;
};

/**
 * What one run compares: where the journal's facts can be read once more, and who must know of them. A further reader of the
 * journal's stream adds itself to the followers.
 */
export const openReconciliation = (
  access: ReconciliationAccess,
): { readonly sources: readonly FactSource[]; readonly followers: readonly FactFollower[] } => ({
  sources: [
    new DynamoDbJournalStream({ ...systemPorts, client: access.streams, streamArn: access.streamArn }),
    new S3FailedRecords({ client: access.s3, bucketName: access.failedRecordsBucket }),
  ],
  followers: [
    createEventFollower({
      log: systemPorts.log,
      publisher: new EventBridgePublisher({ ...systemPorts, client: access.bus, busName: access.busName }),
      marks: new DynamoDbToldMarks({
        ...systemPorts,
        client: access.dynamoDb,
        tableName: access.stateTable,
      }),
    }),
    createBatchFollower({ log: systemPorts.log, journal: access.journal }),
    createIndexFollower(
      new DynamoDbCommandIndex({
        ...systemPorts,
        client: access.dynamoDb,
        tableName: access.stateTable,
        retentionDays: access.retentionDays,
      }),
      systemPorts.log,
    ),
  ],
});
