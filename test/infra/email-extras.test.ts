import { describe, expect, it } from 'vitest';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import {
  aDeployment,
  at,
  everyDeployment,
  folderOf,
  listAt,
  referenced,
  resourcesOf,
} from '../support/synthesized.ts';

describe.each(everyDeployment)('unsubscribing of %s', (name) => {
  it('is open to everybody, by one function and by its URL only', () => {
    const urls = resourcesOf(name, 'AWS::Lambda::Url');
    const opened = resourcesOf(name, 'AWS::Lambda::Permission').filter(
      ({ properties }) => properties['Principal'] === '*',
    );

    expect(urls.map(({ properties }) => [properties['AuthType'], properties['Cors']])).toEqual([
      ['NONE', undefined],
    ]);
    expect(
      opened
        .map(({ properties }) => [
          properties['Action'],
          properties['FunctionUrlAuthType'] ?? properties['InvokedViaFunctionUrl'],
        ])
        .sort(),
    ).toEqual([
      ['lambda:InvokeFunction', true],
      ['lambda:InvokeFunctionUrl', 'NONE'],
    ]);
    for (const { properties } of [...urls, ...opened]) {
      const target = properties['TargetFunctionArn'] ?? properties['FunctionName'];
      expect(folderOf(referenced(target))).toBe('unsubscribe');
    }
  });

  it('has a ceiling where the profile reserves environments, and takes none elsewhere', () => {
    const [unsubscribe] = resourcesOf(name, 'AWS::Lambda::Function').filter(
      ({ id }) => folderOf(id) === 'unsubscribe',
    );

    expect(unsubscribe?.properties['ReservedConcurrentExecutions']).toBe(name === 'starter' ? undefined : 10);
  });

  it('is what the e-mail agent links to, by a URL that ends with a slash', () => {
    const links = resourcesOf(name, 'AWS::Lambda::Function')
      .filter(({ id, stack }) => stack === 'email-agent' && id.includes('Pool'))
      .map(({ properties }) => JSON.stringify(at(properties, 'Environment', 'Variables', 'UNSUBSCRIBE_URL')));

    expect(links).toHaveLength(2);
    for (const link of links) expect(link).toMatch(/"Fn::GetAtt":\["[\w.-]*EmailExtras\w+","FunctionUrl"\]/);
  });
});

describe.each(everyDeployment)('inbound mail of %s', (name) => {
  const bucket = resourcesOf(name, 'AWS::S3::Bucket').find(({ id }) => id.includes('InboundMail'));
  const queue = resourcesOf(name, 'AWS::SQS::Queue').find(({ id }) => id.includes('InboundMailQueue'));

  it('is put into the bucket by SES for this account only, on stages of which SES is the provider', () => {
    const rules = resourcesOf(name, 'AWS::SES::ReceiptRule').map(({ properties }) => properties['Rule']);
    const allowed = resourcesOf(name, 'AWS::S3::BucketPolicy')
      .filter(({ properties }) => referenced(properties['Bucket']) === bucket?.id)
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => at(statement, 'Effect') === 'Allow');

    if (name === 'local') return expect([rules, allowed]).toEqual([[], []]);
    expect(rules).toMatchObject([
      {
        Recipients: ['reply.switchboard.example'],
        ScanEnabled: true,
        TlsPolicy: 'Require',
        Actions: [{ S3Action: { BucketName: { Ref: bucket?.id } } }],
      },
    ]);
    expect(allowed).toMatchObject([
      {
        Action: 's3:PutObject',
        Principal: { Service: 'ses.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });

  it('is told of to its queue, by buckets of this account only', () => {
    expect(bucket?.properties['NotificationConfiguration']).toMatchObject({
      QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: { 'Fn::GetAtt': [queue?.id, 'Arn'] } }],
    });
    const told = resourcesOf(name, 'AWS::SQS::QueuePolicy')
      .filter(({ properties }) =>
        listAt(properties, 'Queues')
          .map(referenced)
          .includes(queue?.id ?? ''),
      )
      .flatMap(({ properties }) => listAt(properties, 'PolicyDocument', 'Statement'))
      .filter((statement) => at(statement, 'Effect') === 'Allow');
    expect(told).toMatchObject([
      {
        Action: 'sqs:SendMessage',
        Principal: { Service: 's3.amazonaws.com' },
        Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
      },
    ]);
  });
});

describe('a stage that names no domain for answers', () => {
  it('receives no mail, and its e-mails name no address for answers', () => {
    const email = synthesize(aDeployment()).templates.get('switchboard-prod-email-agent');
    const resources = Object.entries(at(email, 'Resources') ?? {});

    expect(resources.map(([id]) => id).filter((id) => id.includes('InboundMail'))).toEqual([]);
    const domains = resources.flatMap(([, resource]) =>
      listAt(resource, 'Properties', 'Environment', 'Variables', 'INBOUND_MAIL_DOMAIN'),
    );
    expect(domains).toEqual(['', '']);
  });
});
