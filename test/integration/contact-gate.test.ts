import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resumeContacts } from '../../cli/commands/contact-stop.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';
import { DynamoDbControlStore } from '../../shared/state/adapters/dynamodb-control-store.ts';
import { StateTemplateArchive } from '../../shared/templates/adapters/state-template-archive.ts';
import { aCustomer } from '../support/a-recipient.ts';
import { aReferringCommand } from '../support/a-send-email-command.ts';
import { aTemplate } from '../support/a-template.ts';
import { localDynamoDb } from '../support/create-journal-table.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';
import { openTestCli, type TestCli } from '../support/test-cli.ts';

/** From a stop on, functions may go by what they read of their switches for so long. */
const SWITCHES_KEPT_MS = 1000;

let stage: LocalStage;
let cli: TestCli;
const sandbox = sandboxClient();

beforeAll(async () => {
  stage = await openLocalStage();
  cli = openTestCli();
});

afterAll(() => cli.remove());

const aStoredCustomer = async () => {
  const customerId = `cust-${randomUUID()}`;
  const customer = aCustomer({ customerId, addresses: { email: `${customerId}@example.com` } });
  await stage.customers.put(customer);
  return customer;
};

const sendTo = async (customerId: string, templateId = 'templ-789') => {
  const message = aReferringCommand({ customerId, templateId, priority: 'CRITICAL' });
  await stage.put([message]);
  return message.messageId;
};

/** In this process: a command line takes seconds to start, and what is held back does not wait for ever. */
const resume = async () => {
  const tableName = await stage.parameter(stage.names.stateTableName);
  const client = localDynamoDb(stage.settings.endpoint);
  const store = new DynamoDbControlStore({ ...systemPorts, client, tableName });
  return resumeContacts({ store, journal: stage.journal, by: 'test', at: new Date().toISOString() });
};

/** A zone in which it is about two o'clock at night. */
const nightZone = (): string => {
  const hour = new Date().getUTCHours();
  const ahead = hour <= 14 ? 2 - hour : 26 - hour;
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`; // POSIX counts the other way round
};

describe('the contact gate on the real stack', () => {
  it('puts a marketing contact off where it is night, as explain says, and lists it among the timers', async () => {
    const templateId = `templ-${randomUUID()}`;
    const archive = new StateTemplateArchive({
      client: localDynamoDb(stage.settings.endpoint),
      tableName: await stage.parameter(stage.names.stateTableName),
    });
    const by = { pushedBy: 'test', pushedAt: new Date().toISOString() };
    await archive.push(aTemplate({}, { templateId, purpose: 'marketing' }), by);
    const at = new Date(Date.now() - 60_000).toISOString();
    const evidence = { at, source: 'web-form', recordedBy: 'test' };
    const consents = [{ channel: 'email', purpose: 'marketing', given: true, ...evidence }];
    const { customerId, ...customer } = await aStoredCustomer();
    await stage.customers.put({ ...customer, customerId, version: 2, zone: nightZone(), consents });

    const messageId = await sendTo(customerId, templateId);

    const deferred = await until('the contact to be put off', async () =>
      (await stage.facts(messageId)).find(({ type }) => type === 'deferred'),
    );
    expect(deferred.body).toMatchObject({ reasons: ['QUIET_HOURS'] });
    expect(await sandbox.calls({ commandId: messageId })).toEqual([]);
    const file = join(cli.root, 'command.json');
    writeFileSync(file, JSON.stringify(aReferringCommand({ customerId, templateId })));
    const explained = await cli.json(['command', 'explain', file]);
    expect(explained.json).toMatchObject({ results: [{ outcome: 'DEFER' }] });
    expect(JSON.stringify((await cli.json(['timer', 'list'])).json)).toContain(messageId);
  });

  it('suppresses what lacks its consent, with reasons, and lets it go once the customer agreed', async () => {
    const templateId = `templ-${randomUUID()}`;
    const archive = new StateTemplateArchive({
      client: localDynamoDb(stage.settings.endpoint),
      tableName: await stage.parameter(stage.names.stateTableName),
    });
    const by = { pushedBy: 'test', pushedAt: new Date().toISOString() };
    await archive.push(aTemplate({}, { templateId, purpose: 'newsletter' }), by);
    const customer = await aStoredCustomer();

    const before = await sendTo(customer.customerId, templateId);
    await stage.untilStatus(before, 'SUPPRESSED', 'DELIVERED');
    const denial = (await stage.facts(before)).find(({ type }) => type === 'suppressed');
    expect(denial?.body).toMatchObject({ reasons: ['NO_CONSENT:newsletter'] });
    expect(await sandbox.calls({ commandId: before })).toEqual([]);

    const at = new Date(Date.now() - 60_000).toISOString();
    const evidence = { at, source: 'web-form', recordedBy: 'test' };
    const consent = { channel: 'email', purpose: 'newsletter', given: true, ...evidence };
    await stage.customers.put({ ...customer, version: 2, consents: [consent] });
    const after = await sendTo(customer.customerId, templateId);
    expect(await stage.untilStatus(after, 'SUPPRESSED', 'DELIVERED')).toBe('DELIVERED');
    const claim = (await stage.facts(after)).find(({ type }) => type === 'claimed');
    expect(claim?.body).toMatchObject({
      basis: { purpose: 'newsletter', basis: 'consent', consentSource: 'web-form', consentAt: at },
    });
  });

  it('holds back while contacts are stopped, and lets go when they are resumed', async () => {
    const { customerId } = await aStoredCustomer();
    try {
      const stopped = await cli.json(['contact', 'stop', '--reason', 'a test']);
      expect(stopped).toMatchObject({ code: 0, json: { stop: { stopped: true, reason: 'a test' } } });
      await sleep(SWITCHES_KEPT_MS);
      const commandId = await sendTo(customerId);
      await stage.untilStatus(commandId, 'PARKED', 'DELIVERED');
      const listed = await cli.json(['dlq', 'list', '--cause', 'STOPPED']);

      expect(JSON.stringify(listed.json)).toContain(commandId);
      expect(await sandbox.calls({ commandId })).toEqual([]);
      await resume();
      expect(await stage.untilStatus(commandId, 'SUPPRESSED', 'DELIVERED')).toBe('DELIVERED');
      expect(await sandbox.calls({ commandId })).toHaveLength(1);
    } finally {
      await resume(); // the other tests share the stage
    }
  });
});
