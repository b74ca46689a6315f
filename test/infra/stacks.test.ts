import { describe, expect, it } from 'vitest';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import { agents } from '../../config/agents.ts';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import { priorities } from '../../shared/messages/priority.ts';
import {
  aDeployment,
  agentFolders,
  everyDeployment,
  resourcesOf,
  type SynthesizedResource,
} from '../support/synthesized.ts';

/** Ids of what holds messages and facts: a changed one replaces the resource and loses its content. */
const STATEFUL_IDS = [
  'data CustomersTable32E8E7DB',
  'data FailedRecordsBucket8BDE9169',
  'data JournalTableE0A5D4A5',
  'data KeysBranchKey6CECC930',
  'data KeysTableB0D98CFD',
  'data LargeBodiesBucket9ADB9CA6',
  'data ParkingBucket12DCCAD2',
  'data ReportsBucket95FE29A2',
  'data StateTableEE95395C',
  'email-agent EmailExtrasInboundMailBucketF7795C49',
  'email-agent EmailExtrasInboundMailDeadLettersEC01EA01',
  'email-agent EmailExtrasInboundMailQueue19FA1D3E',
  ...agentFolders.flatMap((folder) =>
    [
      'PoolCRITICALDeadLetters6538A22C',
      'PoolCRITICALQueue60C321ED',
      'PoolHIGHDeadLettersD2513009',
      'PoolHIGHQueue8BCB6D64',
      'PoolLOWDeadLettersFE941D32',
      'PoolLOWQueue074A1BA1',
      'PoolMEDIUMDeadLettersCA5D510B',
      'PoolMEDIUMQueueEEE8F405',
    ].map((id) => `${folder} ${id}`),
  ),
  'messaging BackOfficeDeadLetters2F366DF4',
  'messaging BackOfficeQueue5A00071F',
  'messaging CoordinatorCRITICALDeadLettersF813E232',
  'messaging CoordinatorCRITICALQueueDB99D203',
  'messaging CoordinatorHIGHDeadLettersA6451911',
  'messaging CoordinatorHIGHQueueCD26F931',
  'messaging CoordinatorLOWDeadLetters65980519',
  'messaging CoordinatorLOWQueueEE66D611',
  'messaging CoordinatorMEDIUMDeadLettersDDD5FF34',
  'messaging CoordinatorMEDIUMQueueA15083F9',
  'messaging ParkingReleaseDeadLetters1E3936D4',
  'messaging ParkingReleaseQueue349A43A3',
  'messaging ReceiptsIntakeDeadLettersA0BD12E4',
  'messaging ReceiptsIntakeQueue46955270',
  'messaging RecordKeeperDeadLettersE0944135',
  'messaging RecordKeeperQueue7B3377C4',
  'messaging RoutesUndelivered15017CDD',
  'orchestration CampaignsLostStarts81A194D8',
  'orchestration SagacorrectandcallLostEventsC54F27CE',
  'orchestration SagacustomerresponseLostEvents8A654A85',
];

const STATEFUL_TYPES = ['AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::SQS::Queue'];

/** Nothing rests under the key of the topic of answers. */
const isStateful = ({ type, id }: SynthesizedResource): boolean =>
  STATEFUL_TYPES.includes(type) && !id.includes('SmsRepliesKey');

/** Properties by which a resource would get a name of its own choosing. */
const NAMES = [
  'AlarmName',
  'AliasName',
  'BucketName',
  'FunctionName',
  'LogGroupName',
  'Name',
  'QueueName',
  'RoleName',
  'RuleName',
  'TableName',
];

describe('stacks', () => {
  it('deploy in order, data first, and share no CloudFormation export', () => {
    const { stacks, templates } = synthesize(aDeployment());
    const agentStacks = agentFolders.map((folder) => `switchboard-prod-${folder}`);

    const order = Object.fromEntries(
      stacks.map((stack) => [stack.stackName, stack.dependencies.map(({ stackName }) => stackName).sort()]),
    );
    expect(order).toEqual({
      'switchboard-prod-data': [],
      ...Object.fromEntries(agentStacks.map((stack) => [stack, ['switchboard-prod-data']])),
      'switchboard-prod-messaging': ['switchboard-prod-data', ...agentStacks].sort(),
      'switchboard-prod-orchestration': ['switchboard-prod-messaging'],
    });
    expect(JSON.stringify([...templates])).not.toMatch(/Fn::ImportValue|"Outputs"|Fn::GetStackOutput/);
  });

  it('protect the data of stages that keep it', () => {
    const { stacks } = synthesize(aDeployment());

    expect(stacks.filter((stack) => stack.terminationProtection).map(({ stackName }) => stackName)).toEqual([
      'switchboard-prod-data',
    ]);
  });
});

describe.each(everyDeployment)('resources of %s', (name) => {
  const resources = resourcesOf(name);
  const stageName = name === 'local' ? 'local' : 'prod';

  it('publish the parameters that other stacks and the CLI look for, and no others', () => {
    const names = parameterNames(stageName);
    const lanes = ['coordinator', ...Object.keys(agents)].flatMap((pool) =>
      priorities.flatMap((tier) => [
        names.lane(pool, tier, 'url'),
        names.lane(pool, tier, 'arn'),
        names.deadLetterQueueUrl(pool, tier),
      ]),
    );

    expect(
      resourcesOf(name, 'AWS::SSM::Parameter')
        .map(({ properties }) => properties['Name'])
        .sort(),
    ).toEqual(
      [
        names.journalTableName,
        names.journalTableArn,
        names.journalStreamArn,
        names.customersTableName,
        names.customersTableArn,
        names.keysTableName,
        names.keysTableArn,
        names.branchKeyArn,
        names.stateTableName,
        names.stateTableArn,
        names.failedRecordsBucketName,
        names.largeBodiesBucketName,
        names.parkingBucketName,
        names.reportsBucketName,
        ...['back-office', 'mail-email', 'receipts', 'releases'].map(names.intakeQueueUrl),
        names.busName,
        names.configurationSet('email'),
        names.mailBucketName('email'),
        names.smsReplyTopicArn,
        names.recordLaneUrl,
        names.recordLaneDeadLetterUrl,
        names.sagaMachinePrefix,
        ...lanes,
      ].sort(),
    );
  });

  it('have no physical names but those of parameters and, since it must have one, the bus', () => {
    const named = resources.filter(
      ({ type, properties }) =>
        !['AWS::SSM::Parameter', 'AWS::Events::EventBus', 'AWS::IAM::Policy'].includes(type) &&
        NAMES.some((property) => typeof properties[property] === 'string'),
    );

    expect(
      named.map(({ type, properties }) => [type, properties['AliasName'] ?? properties['Name']]),
    ).toEqual(name === 'scale' ? Array(1 + agentFolders.length).fill(['AWS::Lambda::Alias', 'live']) : []);
  });

  it('keep the ids of what is stateful', () => {
    const stateful = resources.filter(isStateful);

    expect(stateful.map(({ stack, id }) => `${stack} ${id.replace(/^.*\./, '')}`).sort()).toEqual(
      STATEFUL_IDS.filter((id) => name !== 'starter' || !/(MEDIUM|LOW)(Queue|DeadLetters)/.test(id)).sort(),
    );
  });

  it('stay when their stack goes, where the stage keeps its data', () => {
    const stateful = resources.filter(isStateful);

    expect(new Set(stateful.map(({ deletionPolicy }) => deletionPolicy))).toEqual(
      new Set([name === 'local' ? 'Delete' : 'Retain']),
    );
  });

  it("send SES's receipts to the default bus, where the provider is SES itself", () => {
    const destinations = resourcesOf(name, 'AWS::SES::ConfigurationSetEventDestination');

    expect(destinations).toHaveLength(name === 'local' ? 0 : 1);
    for (const { properties } of destinations) {
      expect(JSON.stringify(properties)).toContain(':event-bus/default');
      expect(properties).toMatchObject({
        EventDestination: {
          MatchingEventTypes: [
            'delivery',
            'bounce',
            'complaint',
            'reject',
            'renderingFailure',
            'deliveryDelay',
          ],
        },
      });
    }
  });
});
