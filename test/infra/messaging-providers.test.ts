import { describe, expect, it } from 'vitest';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import { agents } from '../../config/agents.ts';
import {
  aDeployment,
  at,
  elsewhere,
  everyDeployment,
  folderOf,
  listAt,
  referenced,
  resourcesOf,
} from '../support/synthesized.ts';

describe.each(everyDeployment)('End User Messaging of %s', (name) => {
  const stageName = name === 'local' ? 'local' : 'prod';

  it('has a configuration set for each agent type that uses it, where it is End User Messaging itself', () => {
    const sets = resourcesOf(name, 'AWS::SMSVOICE::ConfigurationSet');

    expect(sets.map(({ stack }) => stack).sort()).toEqual(
      name === 'local' ? [] : ['phone-agent', 'sms-agent'],
    );
    for (const { id, properties } of resourcesOf(name, 'AWS::Lambda::Function')) {
      const own = at(properties, 'Environment', 'Variables', 'CONFIGURATION_SET');
      if (!['sms-agent', 'phone-agent'].includes(folderOf(id))) continue;
      if (name === 'local') expect(own).toBe('switchboard-local');
      else expect(sets.map((set) => set.id)).toContain(referenced(own));
    }
  });

  it("sends to the receipts queue what is said of this stage's own messages, and nothing else", () => {
    const rules = resourcesOf(name, 'AWS::Events::Rule').filter(({ properties }) =>
      listAt(properties, 'EventPattern', 'source').includes('aws.sms-voice'),
    );

    expect(rules.map(({ properties }) => properties['EventPattern'])).toEqual([
      {
        source: ['aws.sms-voice'],
        'detail-type': ['Text Message Delivery Status Updated', 'Voice Message Delivery Status Updated'],
        detail: { context: { 'switchboard-stage': [stageName] } },
      },
    ]);
    expect(rules[0]?.properties['EventBusName']).toBeUndefined();
    const targets = listAt(rules[0]?.properties, 'Targets').map((target) => referenced(at(target, 'Arn')));
    expect(targets).toEqual([expect.stringMatching(/^ReceiptsIntakeQueue/)]);
  });

  it('knows SES receipts by the configuration sets of the agents that SES serves', () => {
    const rules = resourcesOf(name, 'AWS::Events::Rule').filter(({ properties }) =>
      listAt(properties, 'EventPattern', 'source').includes('aws.ses'),
    );

    expect(
      rules.flatMap(({ properties }) =>
        listAt(properties, 'EventPattern', 'detail', 'mail', 'tags', 'ses:configuration-set'),
      ),
    ).toHaveLength(Object.values(agents).filter(({ provider }) => provider.kind === 'ses').length);
  });
});

describe.each(everyDeployment)('answers by text message of %s', (name) => {
  const [topic, ...others] = resourcesOf(name, 'AWS::SNS::Topic');
  const key = resourcesOf(name, 'AWS::KMS::Key').find(({ stack }) => stack === 'messaging');
  const provider = { Service: 'sms-voice.amazonaws.com' };
  const ownAccount = {
    StringEquals: { 'aws:SourceAccount': '111111111111' },
  };

  it('come by one topic that is encrypted under a renewed key of its own', () => {
    expect(others).toEqual([]);
    expect(referenced(topic?.properties['KmsMasterKeyId'])).toBe(key?.id);
    expect(key?.properties['EnableKeyRotation']).toBe(true);
  });

  it('are published by End User Messaging of this account, over TLS', () => {
    const statements = resourcesOf(name, 'AWS::SNS::TopicPolicy').flatMap(({ properties }) =>
      listAt(properties, 'PolicyDocument', 'Statement'),
    );
    const ofKey = listAt(key?.properties, 'KeyPolicy', 'Statement');

    const allowed = statements.filter((statement) => at(statement, 'Effect') === 'Allow');
    expect(allowed).toMatchObject([{ Action: 'sns:Publish', Principal: provider, Condition: ownAccount }]);
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    expect(ofKey).toContainEqual(
      expect.objectContaining({
        Effect: 'Allow',
        Principal: provider,
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Condition: ownAccount,
      }),
    );
  });

  it('go to the receipts queue with their envelope, or to its dead letters', () => {
    const subscriptions = resourcesOf(name, 'AWS::SNS::Subscription').map(({ properties }) => properties);

    expect(subscriptions).toMatchObject([{ Protocol: 'sqs' }]);
    expect(subscriptions[0]?.['RawMessageDelivery'] ?? false).toBe(false);
    expect(referenced(subscriptions[0]?.['Endpoint'])).toMatch(/^ReceiptsIntakeQueue/);
    expect(referenced(at(subscriptions[0], 'RedrivePolicy', 'deadLetterTargetArn'))).toMatch(
      /^ReceiptsIntakeDeadLetters/,
    );
  });
});

describe('a registry with other senders', () => {
  const resourcesFor = (sender: string): readonly string[] => {
    const sms = { ...agents.sms, identities: { 'sms-agent-001': { sender } } };
    const { templates } = synthesize(aDeployment({ agents: { ...agents, sms } }));
    const resources = Object.values(at(templates.get('switchboard-prod-sms-agent'), 'Resources') ?? {});
    return resources
      .flatMap((resource) => listAt(resource, 'Properties', 'PolicyDocument', 'Statement'))
      .filter((statement) => at(statement, 'Action') === 'sms-voice:SendTextMessage')
      .flatMap((statement) => listAt(statement, 'Resource').map((resource) => JSON.stringify(resource)));
  };

  it.each([
    ['+12065550152', ':phone-number/*"'],
    ['pool-0a1b2c3d4e5f60718293a4b5c6d7e8f9', ':pool/pool-0a1b2c3d4e5f60718293a4b5c6d7e8f9"'],
    ['SWITCHBRD', ':sender-id/SWITCHBRD/*"'],
    ['arn:aws:sms-voice:us-east-1:222222222222:pool/x', '"arn:aws:sms-voice:us-east-1:222222222222:pool/x"'],
  ])('allows %s', (sender, expected) => {
    expect(resourcesFor(sender)).toContainEqual(expect.stringContaining(expected));
  });

  it('is refused where a sender is none', () => {
    expect(() => resourcesFor('Ada Lovelace')).toThrow("config/agents.ts: sender 'Ada Lovelace'");
  });

  it('needs no topic and no rule where nobody sends text messages or calls', () => {
    const provider = { kind: 'http', url: 'https://provider.example/messages' } as const;
    const registry = { ...agents, sms: { ...agents.sms, provider }, phone: { ...agents.phone, provider } };
    const { templates } = synthesize(aDeployment({ ...elsewhere, agents: registry }));

    const messaging = JSON.stringify(templates.get('switchboard-prod-messaging'));
    expect(messaging).not.toMatch(/AWS::SNS::|aws\.sms-voice/);
    expect(messaging).toContain('"SMS_REPLY_TOPIC_ARNS":"[]"');
  });
});
