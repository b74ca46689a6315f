import { randomUUID } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerAggregate } from '../../shared/journal/command-facts.ts';
import { aCustomer } from '../support/a-recipient.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';
import { openTestCli } from '../support/test-cli.ts';

const MEMBERS = 20;
const REPLYING = 5;

const cli = openTestCli();
const sandbox = sandboxClient();
let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;

beforeAll(async () => {
  cpSync('config/templates', join(cli.root, 'config/templates'), { recursive: true });
  stage = await openLocalStage();
  events = await stage.subscribe(
    ...['STARTED', 'PAUSED', 'RESUMED', 'CANCELLED', 'STEP_COMPLETED', 'COMPLETED'].map(
      (what) => `CAMPAIGN_${what}`,
    ),
  );
});

afterAll(() => cli.remove());

const storeCustomers = async (count: number) => {
  const block = Math.floor(Math.random() * 9000) + 1000;
  const customers = Array.from({ length: count }, (_, index) =>
    aCustomer({
      customerId: `cust-${randomUUID()}`,
      addresses: {
        email: `m${index}-${block}@example.com`,
        phone: `+1425${block}${String(index).padStart(3, '0')}`,
      },
    }),
  );
  for (const customer of customers) await stage.customers.put(customer);
  return customers;
};

const definitionFile = (definition: object): string => {
  const file = join(cli.root, `${randomUUID()}.json`);
  writeFileSync(file, JSON.stringify(definition));
  return file;
};

const steps = (after: string) => [
  {
    step: 'mail',
    channel: 'email',
    templateId: 'templ-789',
    next: { step: 'text', when: 'NO_REPLY', after },
  },
  {
    step: 'text',
    channel: 'sms',
    templateId: 'templ-789',
    next: { step: 'call', when: 'NO_REPLY', after: 'PT1S' },
  },
  { step: 'call', channel: 'phone', templateId: 'templ-789' },
];

const statusOf = async (campaignId: string) => {
  const { json } = await cli.json(['campaign', 'status', campaignId]);
  return Object(json);
};

const contactsOf = async (customers: readonly { addresses: Record<string, string> }[]) => {
  const to = new Set(customers.flatMap(({ addresses }) => Object.values(addresses)));
  const inbox = (await sandbox.inbox()).filter((message) => message.to.some((address) => to.has(address)));
  return Map.groupBy(inbox, ({ channel }) => channel);
};

describe('a campaign on the real stack', () => {
  it('goes over three channels, leaves alone who answered, and counts each member once', async () => {
    const customers = await storeCustomers(MEMBERS);
    const campaignId = `camp-${randomUUID()}`;
    const audience = join(cli.root, 'members.csv');
    const ids = customers.map(({ customerId }) => customerId);
    writeFileSync(audience, ['customerId,note', ...ids, ids[3], 'not an id', ''].join('\n'));
    const file = definitionFile({ audience: { customers: ['x'] }, steps: steps('PT60S') });

    expect(await cli.json(['campaign', 'start', campaignId, file, '--audience', audience])).toMatchObject({
      code: 0,
    });
    await until('all mails', async () =>
      (await contactsOf(customers)).get('email')?.length === MEMBERS ? true : undefined,
    );
    expect(await cli.json(['campaign', 'pause', campaignId])).toMatchObject({ code: 0 });
    for (const { addresses } of customers.slice(0, REPLYING)) {
      await sandbox.reply({
        channel: 'sms',
        from: addresses['phone'] ?? '',
        text: 'I have paid it',
        to: '+14255550100',
      });
    }
    for (const customerId of ids.slice(0, REPLYING))
      await until('an answer', async () =>
        (await stage.journal.read(customerAggregate(customerId))).find(({ type }) => type === 'responded'),
      );
    expect(await statusOf(campaignId)).toMatchObject({ campaign: { state: 'PAUSED' } });
    expect(await cli.json(['campaign', 'resume', campaignId])).toMatchObject({ code: 0 });

    const ended = await events.untilEvent(
      'the end',
      ({ event }) => event.type === 'CAMPAIGN_COMPLETED' && event.campaignId === campaignId,
    );
    expect(ended.event.metadata).toMatchObject({ cause: 'ALL_STEPS', members: MEMBERS, brokenMembers: 2 });
    const contacts = await contactsOf(customers);
    expect([...contacts].map(([channel, { length }]) => [channel, length]).sort()).toEqual([
      ['email', MEMBERS],
      ['phone', MEMBERS - REPLYING],
      ['sms', MEMBERS - REPLYING],
    ]);
    expect(await statusOf(campaignId)).toMatchObject({
      campaign: {
        state: 'COMPLETED',
        steps: [
          { step: 'mail', state: 'CLOSED', tally: { members: MEMBERS, replied: REPLYING } },
          { step: 'text', state: 'CLOSED', tally: { members: MEMBERS - REPLYING, replied: 0 } },
          {
            step: 'call',
            state: 'CLOSED',
            tally: { members: MEMBERS - REPLYING, contacts: MEMBERS - REPLYING },
          },
        ],
      },
      audienceIssues: [{ place: MEMBERS + 1 }, { place: MEMBERS + 2 }],
    });
  });

  it('is cancelled before its next step, and its master ends', async () => {
    const customers = await storeCustomers(2);
    const campaignId = `camp-${randomUUID()}`;
    const file = definitionFile({
      audience: { customers: customers.map(({ customerId }) => customerId) },
      steps: steps('P1D'),
    });

    await cli.json(['campaign', 'start', campaignId, file]);
    await until('both mails', async () =>
      (await contactsOf(customers)).get('email')?.length === 2 ? true : undefined,
    );
    expect(await cli.json(['campaign', 'cancel', campaignId])).toMatchObject({ code: 0 });

    await events.untilEvent(
      'the cancellation',
      ({ event }) => event.type === 'CAMPAIGN_CANCELLED' && event.campaignId === campaignId,
    );
    expect(await cli.json(['campaign', 'resume', campaignId])).toMatchObject({
      code: 3,
      json: { issues: [{ path: 'command.campaignId', rule: 'names a campaign that is CANCELLED' }] },
    });
  });

  it('is refused by field and rule, and is not there', async () => {
    const file = definitionFile({
      audience: { customers: ['c'] },
      steps: [{ ...steps('P1D')[0], channel: 'fax' }],
    });

    expect(await cli.json(['campaign', 'check', file])).toMatchObject({
      code: 3,
      json: {
        issues: [
          { path: 'command.campaign.steps.0.next.step' },
          { path: 'command.campaign.steps.0.channel' },
        ],
      },
    });
  });
});
