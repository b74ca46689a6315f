import type { Priority } from '../messages/priority.ts';

/** Names of the SSM parameters by which stacks and the CLI find each other's resources: `/switchboard/<stage>/…`. */
export const parameterNames = (stage: string) => {
  const root = `/switchboard/${stage}`;
  return {
    root,
    journalTableName: `${root}/journal/table-name`,
    journalTableArn: `${root}/journal/table-arn`,
    journalStreamArn: `${root}/journal/stream-arn`,
    customersTableName: `${root}/customers/table-name`,
    customersTableArn: `${root}/customers/table-arn`,
    keysTableName: `${root}/keys/table-name`,
    keysTableArn: `${root}/keys/table-arn`,
    /** The KMS key that protects branch keys. */
    branchKeyArn: `${root}/keys/branch-key-arn`,
    stateTableName: `${root}/state/table-name`,
    stateTableArn: `${root}/state/table-arn`,
    failedRecordsBucketName: `${root}/failed-records/bucket-name`,
    /** The bucket of commands that are too large for a queue. */
    largeBodiesBucketName: `${root}/large-bodies/bucket-name`,
    reportsBucketName: `${root}/reports/bucket-name`,
    parkingBucketName: `${root}/parking/bucket-name`,
    /** The queue of what is no lane: of providers' news, of release orders. */
    intakeQueueUrl: (intake: string) => `${root}/intakes/${intake}/url`,
    busName: `${root}/bus/name`,
    /** The FIFO queue of commands that are recorded exactly once, and its dead-letter queue. */
    recordLaneUrl: `${root}/record-lane/url`,
    recordLaneDeadLetterUrl: `${root}/record-lane/dead-letter-url`,
    /** How the ARNs of the sagas' state machines begin; their names follow. */
    sagaMachinePrefix: `${root}/sagas/machine-arn-prefix`,
    /** The provider's name for what an agent type sends, by which its receipts are known. */
    configurationSet: (agentType: string) => `${root}/configuration-sets/${agentType}`,
    /** The topic to which End User Messaging gives what customers answer; its numbers must name it. */
    smsReplyTopicArn: `${root}/sms-replies/topic-arn`,
    /** The bucket of mails that answer what an agent type sends; only where the stage receives mail. */
    mailBucketName: (agentType: string) => `${root}/inbound-mail/${agentType}/bucket-name`,
    /** `url` or `arn` of the queue that carries a pool's tier; tiers that share a lane have the same. */
    lane: (pool: string, tier: Priority, what: 'url' | 'arn') => `${root}/lanes/${pool}/${tier}/${what}`,
    deadLetterQueueUrl: (pool: string, tier: Priority) => `${root}/lanes/${pool}/${tier}/dead-letter-url`,
  };
};
