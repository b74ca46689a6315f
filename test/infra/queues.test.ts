import { describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { planLanes } from '../../shared/lanes/lane-plan.ts';
import {
  at,
  deployments,
  everyDeployment,
  folderOf,
  listAt,
  queueMappingsOf,
  referenced,
  resourcesOf,
  type SynthesizedResource,
} from '../support/synthesized.ts';

const DAY = 86_400;

/** The record lane's dead letters, and starts of campaigns that nobody heard: an alarm tells of both, and a person acts. */
const feedsNobody = ({ id, properties }: Pick<SynthesizedResource, 'id' | 'properties'>): boolean =>
  /^(CampaignsLostStarts|Saga.*LostEvents)/.test(id) ||
  (properties['FifoQueue'] === true && properties['RedrivePolicy'] === undefined);

describe.each(everyDeployment)('queues and buckets of %s', (name) => {
  const queues = resourcesOf(name, 'AWS::SQS::Queue');
  const work = queues.filter(({ properties }) => properties['RedrivePolicy'] !== undefined);
  const deadLetters = queues.filter(({ properties }) => properties['RedrivePolicy'] === undefined);

  it('encrypts every queue', () => {
    expect(queues.filter(({ properties }) => properties['SqsManagedSseEnabled'] !== true)).toEqual([]);
  });

  it('refuses what is not TLS on every queue and bucket', () => {
    const refusing = (type: string, key: string) =>
      resourcesOf(name, type)
        .filter(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement').some(deniesPlainHttp))
        .flatMap(({ properties }) => listAt(properties, key).map(referenced));

    expect(refusing('AWS::SQS::QueuePolicy', 'Queues').sort()).toEqual(queues.map(({ id }) => id).sort());
    expect(refusing('AWS::S3::BucketPolicy', 'Bucket')).toEqual(
      resourcesOf(name, 'AWS::S3::Bucket').map(({ id }) => id),
    );
  });

  it('keeps work 4 days and dead letters 14', () => {
    expect(new Set(work.map(({ properties }) => properties['MessageRetentionPeriod']))).toEqual(
      new Set([4 * DAY]),
    );
    expect(new Set(deadLetters.map(({ properties }) => properties['MessageRetentionPeriod']))).toEqual(
      new Set([14 * DAY]),
    );
  });

  it('gives every lane a dead-letter queue of its own, after the receives of the lane table', () => {
    const deployment = deployments[name];
    const planned = ['coordinator', ...Object.keys(agents)].flatMap((pool) =>
      planLanes(deployment?.lanes[pool] ?? fail(pool), deployment?.profile ?? fail(name)),
    );
    const lanes = work.filter(
      ({ id }) => !/^Receipts|^RecordKeeper|^ParkingRelease|^BackOffice|EmailExtrasInboundMail/.test(id),
    );

    const targets = lanes.map(({ properties }) =>
      referenced(at(properties, 'RedrivePolicy', 'deadLetterTargetArn')),
    );
    const receives = lanes.map(({ properties }) => at(properties, 'RedrivePolicy', 'maxReceiveCount'));
    expect(lanes).toHaveLength(planned.length);
    expect(new Set(targets).size).toBe(planned.length);
    expect(receives.sort()).toEqual(planned.map(({ maxReceives }) => maxReceives).sort());
  });

  it('keeps the order of records: a FIFO lane whose dead letters are FIFO too, and nothing else', () => {
    const fifo = queues.filter(({ properties }) => properties['FifoQueue'] === true);

    expect(fifo.map(({ id }) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
      'RecordKeeperDeadLetters',
      'RecordKeeperQueue',
    ]);
    // The body is no id: two payments may look the same.
    expect(fifo.map(({ properties }) => properties['ContentBasedDeduplication'])).not.toContain(true);
    expect(fifo.find(({ id }) => id.startsWith('RecordKeeperQueue'))?.properties).toMatchObject({
      RedrivePolicy: { maxReceiveCount: 10 },
    });
  });

  it('hides a message for at least six time-outs of its function', () => {
    const functions = resourcesOf(name, 'AWS::Lambda::Function');

    const factors = queueMappingsOf(name).map(({ functionId, properties }) => {
      const queue = queues.find(({ id }) => id === referenced(properties['EventSourceArn']));
      const timeout = functions.find(({ id }) => id === functionId)?.properties['Timeout'];
      return Number(queue?.properties['VisibilityTimeout']) / Number(timeout);
    });
    const toNobody = queues.filter(feedsNobody).length;
    expect(factors).toHaveLength(queues.length - toNobody);
    expect(Math.min(...factors)).toBeGreaterThanOrEqual(6);
  });

  it('feeds every dead letter but those of the ordered lane to the triage of its own stack', () => {
    const functions = resourcesOf(name, 'AWS::Lambda::Function');
    const unordered = deadLetters.filter((queue) => !feedsNobody(queue));

    const mappings = queueMappingsOf(name).filter(({ properties }) =>
      deadLetters.some(({ id }) => id === referenced(properties['EventSourceArn'])),
    );

    expect(mappings).toHaveLength(unordered.length);
    for (const { functionId, properties } of mappings) {
      const triage = functions.find(({ id }) => id === functionId);
      const queue = referenced(properties['EventSourceArn']);
      const sources = JSON.stringify(
        at(triage?.properties, 'Environment', 'Variables', 'DEAD_LETTER_SOURCES'),
      );
      expect(folderOf(functionId)).toBe('dead-letter-triage');
      expect(triage?.stack).toBe(deadLetters.find(({ id }) => id === queue)?.stack);
      expect(sources).toContain(`"${queue}"`);
    }
  });

  it('gives every rule target a dead-letter queue that takes messages from that rule only', () => {
    const policies = resourcesOf(name, 'AWS::SQS::QueuePolicy');

    // A tick of a schedule carries nothing: the next one does its work.
    const rules = resourcesOf(name, 'AWS::Events::Rule').filter(
      ({ properties }) => properties['ScheduleExpression'] === undefined,
    );
    for (const rule of rules) {
      for (const target of listAt(rule.properties, 'Targets')) {
        const queue = referenced(at(target, 'DeadLetterConfig', 'Arn'));
        const policy = policies.find(({ properties }) =>
          listAt(properties, 'Queues').map(referenced).includes(queue),
        );
        const allowed = listAt(policy?.properties, 'PolicyDocument', 'Statement')
          .filter((statement) => at(statement, 'Principal', 'Service') === 'events.amazonaws.com')
          .map((statement) => referenced(at(statement, 'Condition', 'ArnEquals', 'aws:SourceArn')));
        expect(allowed, `${rule.id} to ${queue}`).toContain(rule.id);
        expect(allowed).not.toContain(expect.stringContaining('no reference'));
      }
    }
  });

  it.each([
    ['FailedRecords', 'for as long as facts', deployments[name]?.stage.journalRetentionDays],
    ['Parking', 'for as long as facts', deployments[name]?.stage.journalRetentionDays],
    [
      'LargeBodies',
      'for as long as anything points there',
      (deployments[name]?.stage.journalRetentionDays ?? 0) + 18,
    ],
    ['InboundMail', 'for as long as dead letters', 14],
    ['Reports', 'for longer than two years', 800],
  ])('keeps the bucket of %s encrypted, private and %s', (part, _, days) => {
    const buckets = resourcesOf(name, 'AWS::S3::Bucket');

    expect(buckets).toHaveLength(5);
    expect(buckets.find(({ id }) => id.includes(part))?.properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [{ ExpirationInDays: days, Status: 'Enabled' }],
      },
    });
  });
});

const deniesPlainHttp = (statement: unknown): boolean =>
  at(statement, 'Effect') === 'Deny' && at(statement, 'Condition', 'Bool', 'aws:SecureTransport') === 'false';

const fail = (what: string): never => {
  throw new Error(`missing: ${what}`);
};
