import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import { profiles } from '../../config/stages.ts';
import { agentFolder } from '../../infra/deployment.ts';
import type { AgentType, Provider } from '../../shared/agents/agent-registry.ts';
import { agentVariables } from '../../shared/runtime/open-agent.ts';
import { contactVariables } from '../../shared/runtime/open-contact-client.ts';
import {
  agentFolders,
  at,
  deployments,
  everyDeployment,
  folderOf,
  listAt,
  queueMappingsOf,
  referenced,
  resourcesOf,
} from '../support/synthesized.ts';

/** Variables that Lambda itself, or the local stage's, sets. */
const SET_BY_LAMBDA = ['LAMBDA_TASK_ROOT', 'AWS_LAMBDA_FUNCTION_NAME', 'AWS_ENDPOINT_URL'];

/** What an agent's role allows for its provider. */
const ALLOWED_BY_PROVIDER: Record<Provider['kind'], readonly string[]> = {
  ses: ['ses:SendEmail'],
  sms: ['sms-voice:SendTextMessage'],
  voice: ['sms-voice:SendVoiceMessage'],
  http: [],
};

/** What each function's role allows, and nothing else. */
const ALLOWED: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    Object.entries<AgentType>(agents).map(([agentType, { provider }]) => [
      agentFolder(agentType),
      [...agent(), ...ALLOWED_BY_PROVIDER[provider.kind]],
    ]),
  ),
  coordinator: [
    ...journal(),
    ...logs(),
    ...consume(),
    ...customers(),
    ...['BatchGetItem', 'GetItem', 'PutItem', 'Query'].map((action) => `dynamodb:${action}`), // state
    'sqs:SendMessage',
    's3:PutObject', // large commands
    'dynamodb:BatchWriteItem', // timers
    'states:DescribeExecution', // sagas
    'states:StartExecution',
  ],
  'record-keeper': [
    ...logs(),
    ...consume(),
    'dynamodb:PartiQLInsert', // journal: it never reads there
    ...['BatchGetItem', 'PartiQLInsert', 'PartiQLUpdate'].map((action) => `dynamodb:${action}`), // customers
    ...['BatchGetItem', 'PartiQLInsert'].map((action) => `dynamodb:${action}`), // keys
    ...['Decrypt', 'GenerateDataKey'].map((action) => `kms:${action}`),
  ],
  'campaign-master': [
    ...journal(),
    ...logs(),
    ...['BatchGetItem', 'GetItem', 'Query', 'PutItem', 'PartiQLInsert'].map((action) => `dynamodb:${action}`), // state
    'dynamodb:Scan', // customers, where an audience is a query on them
    ...['Decrypt', 'GenerateDataKey'].map((action) => `kms:${action}`),
    'sqs:SendMessage', // into agent lanes
    ...['s3:GetObject', 's3:ListBucket'], // audiences
    ...['BatchWriteItem', 'DeleteItem'].map((action) => `dynamodb:${action}`), // timers, tasks
  ],
  'saga-customer-response': saga(),
  'saga-correct-and-call': [
    ...saga(),
    ...['SendTaskFailure', 'SendTaskHeartbeat', 'SendTaskSuccess'].map((action) => `states:${action}`),
  ],
  'provider-receipts': [...journal(), ...logs(), ...consume(), ...customers()],
  unsubscribe: [...journal(), ...logs(), ...customers()],
  'inbound-mail': [...journal(), ...logs(), ...consume(), ...customers(), 's3:GetObject', 's3:ListBucket'],
  'timer-sweep': [
    ...logs(),
    ...['BatchGetItem', 'GetItem', 'Query', 'BatchWriteItem'].map((action) => `dynamodb:${action}`), // state
    'sqs:SendMessage', // into agent lanes
  ],
  'claim-sweep': [
    ...journal(),
    'dynamodb:Query', // the listing of what is UNKNOWN
    ...logs(),
    ...['BatchGetItem', 'GetItem', 'Query', 'PutItem', 'PartiQLDelete', 'PartiQLInsert'].map(
      (action) => `dynamodb:${action}`,
    ), // state
    'dynamodb:DeleteItem', // tasks for people, out of their lists
  ],
  'dead-letter-triage': [
    ...journal(),
    ...logs(),
    ...consume(),
    ...['BatchGetItem', 'PartiQLInsert'].map((action) => `dynamodb:${action}`), // keys
    ...['Decrypt', 'GenerateDataKey'].map((action) => `kms:${action}`),
    ...['GetItem', 'Query'].map((action) => `dynamodb:${action}`), // switches
    'dynamodb:PutItem', // the index of parked messages, and word that a release is wanted
    's3:PutObject',
  ],
  'parking-release': [
    ...journal(),
    ...logs(),
    ...consume(),
    'dynamodb:BatchGetItem', // keys
    'kms:Decrypt',
    ...['DeleteItem', 'Query'].map((action) => `dynamodb:${action}`), // the index of parked messages
    ...['GetItem', 'PutItem'].map((action) => `dynamodb:${action}`), // switches
    ...['DeleteObject', 'GetObject', 'ListBucket'].map((action) => `s3:${action}`),
    'sqs:SendMessage', // into agent lanes, and orders of its own
  ],
  'event-relay': [
    ...logs(),
    ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action}`,
    ),
    'dynamodb:PutItem', // marks, and the index of commands
    ...journal(), // the ends of batches' members
    'events:PutEvents',
    's3:ListBucket',
    's3:PutObject',
  ],
  'back-office': [
    ...journal(),
    ...logs(),
    ...consume(),
    ...['BatchGetItem', 'GetItem', 'Query'].map((action) => `dynamodb:${action}`), // the index of commands, switches
    ...['GetObject', 'ListBucket', 'PutObject'].map((action) => `s3:${action}`), // reports
    'sqs:SendMessage', // its own next pages
  ],
  reconciler: [
    ...logs(),
    ...['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
      (action) => `dynamodb:${action}`,
    ),
    ...['BatchGetItem', 'GetItem', 'Query'].map((action) => `dynamodb:${action}`), // state
    ...['PutItem', 'PutItem'].map((action) => `dynamodb:${action}`), // marks, and its progress
    ...journal(), // the ends of batches' members
    'events:PutEvents',
    's3:GetObject',
    's3:ListBucket',
  ],
};

describe.each(everyDeployment)('functions of %s', (name) => {
  const functions = resourcesOf(name, 'AWS::Lambda::Function');
  const policies = resourcesOf(name, 'AWS::IAM::Policy');
  const deployment = deployments[name];

  it('are two for each pool and one for each other work, on Node 24', () => {
    const pools = ['coordinator', ...agentFolders];
    const triages = ['messaging', ...agentFolders].map(() => 'dead-letter-triage');
    const single = [
      'back-office',
      'campaign-master',
      'claim-sweep',
      'event-relay',
      'parking-release',
      'provider-receipts',
      'reconciler',
      'record-keeper',
      'saga-correct-and-call',
      'saga-customer-response',
      'timer-sweep',
      'unsubscribe',
      ...triages,
    ];
    const inbound = deployment?.stage.inboundMailDomain === undefined ? [] : ['inbound-mail'];
    expect(functions.map(({ id }) => folderOf(id)).sort()).toEqual(
      [...pools, ...pools, ...single, ...inbound].sort(),
    );
    expect(new Set(functions.map(({ properties }) => properties['Runtime']))).toEqual(
      new Set(['nodejs24.x']),
    );
    expect(new Set(functions.map(({ properties }) => String(properties['Architectures'])))).toEqual(
      new Set(['arm64']),
    );
  });

  it('have every variable that their handlers ask for', () => {
    for (const { id, properties } of functions) {
      const source = readFileSync(`functions/${folderOf(id)}/handler.ts`, 'utf8');
      const names = /parseEnv\(([^)]*)\)/.exec(source)?.[1] ?? '';
      const own = [...names.matchAll(/'([A-Z_]+)'/g)].map(([, name]) => name);
      const lists = [
        ...(names.includes('...agentVariables') ? agentVariables : []),
        ...(/openSaga\(|\.\.\.contactVariables/.test(source) ? contactVariables : []),
      ];
      const asked = [...lists, ...own];
      const set = Object.keys(at(properties, 'Environment', 'Variables') ?? {});

      expect(asked.length, id).toBeGreaterThan(0);
      expect([...set, ...SET_BY_LAMBDA], id).toEqual(expect.arrayContaining(asked));
    }
  });

  it('speak to the provider sandbox on the local stage only', () => {
    const endpoints = functions.flatMap(({ id, properties }) =>
      Object.entries(at(properties, 'Environment', 'Variables') ?? {})
        .filter(([variable]) => variable.startsWith('AWS_ENDPOINT_URL'))
        .map(([variable, endpoint]) => `${folderOf(id)} ${variable} ${endpoint}`),
    );

    const ses = 'email-agent AWS_ENDPOINT_URL_SESV2';
    const messaging = 'AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2';
    expect([...new Set(endpoints)].sort()).toEqual(
      name === 'local'
        ? [ses, `phone-agent ${messaging}`, `sms-agent ${messaging}`].map((v) => `${v} http://127.0.0.1:4580`)
        : [],
    );
    expect(endpoints).toHaveLength(name === 'local' ? 6 : 0);
  });

  it('have a role of their own with exactly the actions they need', () => {
    const roles = functions.map(({ properties }) => referenced(properties['Role']));
    expect(new Set(roles).size).toBe(functions.length);
    expect(resourcesOf(name, 'AWS::IAM::ManagedPolicy')).toEqual([]);

    for (const { id, properties } of functions) {
      const role = resourcesOf(name, 'AWS::IAM::Role').find((r) => r.id === referenced(properties['Role']));
      const actions = policies
        .filter((policy) =>
          listAt(policy.properties, 'Roles')
            .map(referenced)
            .includes(role?.id ?? ''),
        )
        .flatMap((policy) => listAt(policy.properties, 'PolicyDocument', 'Statement'))
        .flatMap((statement) => listAt(statement, 'Action').map(String));
      expect(role?.properties['ManagedPolicyArns'], id).toBeUndefined();
      expect([...new Set(actions)].sort(), id).toEqual([...new Set(ALLOWED[folderOf(id)])].sort());
    }
  });

  it('write of the table of state only what parked messages and switches are, where they park or release', () => {
    const roles = policies.filter(({ id }) => /^(.*\.)?(Triage|ParkingRelease)/.test(id));
    const statements = roles
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => JSON.stringify(at(statement, 'Resource')).includes('statetablearn'));
    const writing = statements.filter((statement) =>
      listAt(statement, 'Action').some((action) => !/:(BatchGetItem|GetItem|Query)$/.test(String(action))),
    );

    expect(writing.length).toBeGreaterThanOrEqual(2 + agentFolders.length);
    for (const statement of writing)
      expect([['parked#*'], ['control#*']]).toContainEqual(
        at(statement, 'Condition', 'ForAllValues:StringLike', 'dynamodb:LeadingKeys'),
      );
  });

  it('let the sweep of each minute write switches, due claims and lists of tasks, and no other state', () => {
    const writing = policies
      .filter(({ id }) => id.startsWith('ClaimSweep'))
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => JSON.stringify(at(statement, 'Resource')).includes('statetablearn'))
      .filter((statement) =>
        listAt(statement, 'Action').some((action) => !/:(BatchGetItem|GetItem|Query)$/.test(String(action))),
      );

    expect(
      writing
        .map((statement) => at(statement, 'Condition', 'ForAllValues:StringLike', 'dynamodb:LeadingKeys'))
        .toSorted(),
    ).toEqual([['control#*'], ['due#*'], ['task#*']]);
  });

  it('name exact resources: only objects of a bucket end in a star', () => {
    const resources = policies
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .flatMap((statement) => listAt(statement, 'Resource').map((resource) => ({ statement, resource })));
    const starred = resources
      .filter(({ resource }) => JSON.stringify(resource).includes('*'))
      .filter(({ statement }) => at(statement, 'Action') !== 'lambda:InvokeFunction') // of state machines: any version
      .filter(({ statement }) => !/^(logs|xray):/.test(String(listAt(statement, 'Action')[0]))); // of state machines: they know no resources

    const mail = deployment?.stage.inboundMailDomain === undefined ? [] : ['s3:GetObject'];
    const frontDoors = ['critical', 'standard'];
    const sagas = ['customer-response', 'correct-and-call'];
    const triages = Array(1 + agentFolders.length).fill('s3:PutObject');
    expect(starred.map(({ statement }) => listAt(statement, 'Action').join()).sort()).toEqual(
      [
        ...mail,
        ...['s3:DeleteObject,s3:GetObject', 's3:GetObject', 's3:GetObject,s3:PutObject', 's3:PutObject'],
        ...triages,
        ...frontDoors.map(() => 's3:PutObject'),
        ...agentFolders.flatMap(() => ['s3:GetObject', 's3:GetObject']), // large commands
        ...sagas.map(() => 's3:PutObject'), // the same, of sagas
        ...frontDoors.flatMap(() => sagas.map(() => 'states:DescribeExecution')), // by any name
        's3:GetObject', // audiences of campaigns
      ].sort(),
    );
    const written = starred.filter(({ statement }) => at(statement, 'Action') === 's3:PutObject');
    const named = written.map(
      ({ resource }) => /FailedRecords|Parking|LargeBodies/i.exec(JSON.stringify(resource))?.[0],
    );
    expect(named.map((part) => part?.toLowerCase()).sort()).toEqual([
      'failedrecords',
      ...frontDoors.map(() => 'largebodies'),
      ...sagas.map(() => 'largebodies'),
      ...triages.map(() => 'parking'),
    ]);
  });

  it('read large commands of their own agent type only', () => {
    const statements = policies.flatMap(({ properties }) =>
      listAt(properties, 'PolicyDocument', 'Statement'),
    );
    const about = (action: string) =>
      statements
        .filter((statement) => at(statement, 'Action') === action)
        .map((statement) => JSON.stringify(statement))
        .filter((text) => /largebodies/i.test(text));

    const read = about('s3:GetObject').map((text) => /"\/(\w+)\/\*"/.exec(text)?.[1]);
    const listed = about('s3:ListBucket').map((text) => /"s3:prefix":"(\w+)\/\*"/.exec(text)?.[1]);
    const both = [...Object.keys(agents).flatMap((agentType) => [agentType, agentType]), 'campaigns'].sort();
    expect([read.sort(), listed.sort()]).toEqual([both, both]);
  });

  it("send as the registry's senders and no others", () => {
    const resources = policies
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => at(statement, 'Action') === 'ses:SendEmail')
      .flatMap((statement) => listAt(statement, 'Resource').map((resource) => JSON.stringify(resource)));

    const identities = resources.filter((resource) => resource.includes(':identity/'));
    expect([...new Set(identities.map((arn) => /:identity\/([^"]+)/.exec(arn)?.[1]))].sort()).toEqual([
      'notices@switchboard.example',
      'service@switchboard.example',
      'switchboard.example',
    ]);
    expect(resources.filter((resource) => resource.includes(':configuration-set/'))).toHaveLength(2);
    expect(resources).toHaveLength(8);
  });

  it("contact by phone with the registry's numbers and no others", () => {
    const { sms, phone } = agents;
    for (const [action, { identities }] of [
      ['sms-voice:SendTextMessage', sms],
      ['sms-voice:SendVoiceMessage', phone],
    ] as const) {
      const resources = policies
        .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
        .filter((statement) => at(statement, 'Action') === action)
        .flatMap((statement) => listAt(statement, 'Resource').map((resource) => JSON.stringify(resource)));

      const numbers = resources
        .map((resource) => /:phone-number\/([^"]+)/.exec(resource)?.[1])
        .filter(Boolean);
      expect([...new Set(numbers)].sort()).toEqual(
        Object.values(identities)
          .map(({ sender }) => sender)
          .sort(),
      );
      expect(resources.filter((resource) => /configuration-?set/i.test(resource))).toHaveLength(2);
      expect(resources).toHaveLength(6);
    }
  });

  it('write to log groups that keep lines for as long as the stage says', () => {
    const all = resourcesOf(name, 'AWS::Logs::LogGroup');
    const ofMachines = resourcesOf(name, 'AWS::StepFunctions::StateMachine').flatMap(({ properties }) =>
      listAt(properties, 'LoggingConfiguration', 'Destinations').map((to) =>
        referenced(at(to, 'CloudWatchLogsLogGroup', 'LogGroupArn')),
      ),
    );
    const groups = all.filter(({ id }) => !ofMachines.includes(id));

    const used = functions.map(({ properties }) => referenced(at(properties, 'LoggingConfig', 'LogGroup')));
    expect(used.sort()).toEqual(groups.map(({ id }) => id).sort());
    expect(new Set(all.map(({ properties }) => properties['RetentionInDays']))).toEqual(
      new Set([deployment?.stage.logRetentionDays]),
    );
  });

  it("have mappings that together never ask for more than the function's reserve", () => {
    const mappings = queueMappingsOf(name);

    for (const { id, properties } of functions) {
      const caps = mappings
        .filter(({ functionId }) => functionId === id)
        .map((mapping) => capOf(mapping.properties));
      expect(caps.length > 0, id).toBe(
        ![
          'campaign-master',
          'claim-sweep',
          'event-relay',
          'reconciler',
          'saga-correct-and-call',
          'saga-customer-response',
          'timer-sweep',
          'unsubscribe',
        ].includes(folderOf(id)),
      );
      const reserve = properties['ReservedConcurrentExecutions'];
      expect(Math.min(2, ...caps), id).toBe(2);
      expect(sum(caps), id).toBeLessThanOrEqual(Number(reserve ?? sum(caps)));
      if (deployment?.profile.reservedConcurrency === undefined)
        expect(new Set([2, ...caps])).toEqual(new Set([2]));
    }
  });

  it('start environments in advance only where the profile says so', () => {
    const provisioned = resourcesOf(name, 'AWS::Lambda::Alias').map(({ properties }) =>
      at(properties, 'ProvisionedConcurrencyConfig', 'ProvisionedConcurrentExecutions'),
    );

    const { critical } = profiles.scale.provisionedConcurrency;
    expect(provisioned).toEqual(name === 'scale' ? Array(1 + agentFolders.length).fill(critical) : []);
  });
});

function journal(): readonly string[] {
  return ['BatchGetItem', 'GetItem', 'PartiQLInsert', 'Query'].map((action) => `dynamodb:${action}`);
}

/** Changing customers, and making keys for new ones. */
function customers(): readonly string[] {
  return [
    ...['BatchGetItem', 'DeleteItem', 'PutItem', 'Query'].map((action) => `dynamodb:${action}`),
    ...['BatchGetItem', 'PartiQLInsert'].map((action) => `dynamodb:${action}`),
    ...['Decrypt', 'GenerateDataKey'].map((action) => `kms:${action}`),
  ];
}

/** What every agent needs beside its provider: customers and their keys, templates and switches, and setting aside. */
function agent(): readonly string[] {
  return [
    ...journal(),
    ...logs(),
    ...consume(),
    ...['dynamodb:BatchGetItem', 'kms:Decrypt'],
    ...['BatchGetItem', 'GetItem', 'PutItem', 'Query'].map((action) => `dynamodb:${action}`), // state
    ...['PartiQLDelete', 'PartiQLInsert'].map((action) => `dynamodb:${action}`), // due claims
    'dynamodb:UpdateItem', // what the pool's identities do
    'dynamodb:PartiQLUpdate', // how often customers were contacted
    'dynamodb:BatchWriteItem', // timers
    'sqs:SendMessage',
    ...['s3:GetObject', 's3:ListBucket'], // large commands
  ];
}

/** What the functions of sagas need: all that a step changes, and how it is undone. */
function saga(): readonly string[] {
  return [
    ...journal(),
    ...logs(),
    ...customers(),
    ...['BatchGetItem', 'GetItem', 'PutItem', 'Query'].map((action) => `dynamodb:${action}`), // state
    ...['BatchWriteItem', 'DeleteItem'].map((action) => `dynamodb:${action}`), // timers, tasks
    'sqs:SendMessage', // into agent lanes
    's3:PutObject', // large commands
  ];
}

function logs(): readonly string[] {
  return ['logs:CreateLogStream', 'logs:PutLogEvents'];
}

function consume(): readonly string[] {
  return ['ChangeMessageVisibility', 'DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map(
    (a) => `sqs:${a}`,
  );
}

const capOf = (mapping: Record<string, unknown>): number => {
  const pollers = at(mapping, 'ProvisionedPollerConfig', 'MaximumPollers');
  const cap = at(mapping, 'ScalingConfig', 'MaximumConcurrency');
  return pollers === undefined ? Number(cap) : Number(pollers) * 10;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
