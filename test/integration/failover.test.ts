import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Command } from '../../shared/messages/command.ts';
import { aCustomer } from '../support/a-recipient.ts';
import { aReferringCommand, aSendEmailCommand } from '../support/a-send-email-command.ts';
import { copyCheckout } from '../support/copy-checkout.ts';
import { type LocalAssembly, synthesizeCheckout } from '../support/local-assembly.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { everyLogLine } from '../support/logs.ts';
import { sandboxClient } from '../support/sandbox.ts';
import { openTestCli } from '../support/test-cli.ts';

const emailStack = 'switchboard-local-email-agent';
const STANDBY = 'ses-eu-west-1';

const sandbox = sandboxClient();
const cli = openTestCli();
let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;
let checkout: string;
let before: LocalAssembly;

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe('EMAIL_SENT', 'BREAKER_OPENED', 'CONTACT_FELL_BACK', 'SMS_SENT');
  checkout = copyCheckout();
  before = await synthesizeCheckout(checkout, 'before');
  const config = join(checkout, 'config/agents.ts');
  const text = readFileSync(config, 'utf8');
  writeFileSync(config, text.replace("kind: 'ses' },", "kind: 'ses' }, standby: { region: 'eu-west-1' },"));
  const template = join(checkout, 'config/templates/templ-789/template.json');
  const metadata = JSON.parse(readFileSync(template, 'utf8'));
  writeFileSync(template, JSON.stringify({ ...metadata, fallback: ['sms', 'phone'] }));
  const after = await synthesizeCheckout(checkout, 'after');
  await after.deploy(emailStack);
});
afterAll(async () => {
  await sandbox.clearFaults();
  await cli.json(['breaker', 'close', 'email']);
  cli.remove();
  await before?.deploy(emailStack);
  rmSync(checkout, { recursive: true, force: true });
});

const untilDelivered = async (commands: readonly Command[]) => {
  for (const { messageId } of commands) await stage.untilStatus(messageId, 'DELIVERED');
};

const acceptedIn = async ({ messageId }: Command) =>
  (await sandbox.calls({ commandId: messageId }))
    .filter(({ answer }) => answer === 'accepted')
    .map(({ region }) => region);

const standbyOf = async ({ messageId }: Command) =>
  (await stage.facts(messageId)).flatMap((fact) => (fact.type === 'sent' ? [fact.body.standby] : []));

describe('the standby of the e-mail agent on the real stack', () => {
  it('takes over while the breaker of the first is open, and says so', async () => {
    await sandbox.fault({ match: { channel: 'email', region: 'us-east-1' }, action: { kind: 'throttle' } });
    const commands = Array.from({ length: 20 }, () => aSendEmailCommand({ priority: 'CRITICAL' }));
    await stage.put(commands);
    await events.untilEvent('the breaker to open', ({ event }) => event.type === 'BREAKER_OPENED');
    await untilDelivered(commands);

    for (const command of commands) expect(await acceptedIn(command)).toEqual(['eu-west-1']);
    expect((await Promise.all(commands.map(standbyOf))).flat()).toEqual(Array(20).fill(STANDBY));
    const ids = new Set(commands.map(({ messageId }) => messageId));
    const { event } = await events.untilEvent(
      'an EVENT of the standby',
      ({ correlation, event }) =>
        event.status === 'SENT' &&
        ids.has(correlation.originalCommandId ?? '') &&
        'standby' in event.metadata,
    );
    expect(event.metadata).toMatchObject({ standby: STANDBY });
    await until('the metric', async () => {
      const lines = await everyLogLine(stage.settings);
      return lines.some(([, line]) => /"agentType":"email".*"FAILED_OVER":\d/.test(line)) || undefined;
    });
  });

  it('leaves all to the first again once its breaker is closed', async () => {
    await sandbox.clearFaults();
    await cli.json(['breaker', 'close', 'email']);
    await until('the switches to be read anew', async () => {
      const command = aSendEmailCommand({ priority: 'CRITICAL' });
      await stage.put([command]);
      await untilDelivered([command]);
      return (await acceptedIn(command))[0] === 'us-east-1' || undefined;
    });
    const commands = Array.from({ length: 3 }, () => aSendEmailCommand({ priority: 'CRITICAL' }));

    await stage.put(commands);
    await untilDelivered(commands);

    for (const command of commands) expect(await acceptedIn(command)).toEqual(['us-east-1']);
    expect((await Promise.all(commands.map(standbyOf))).flat()).toEqual([undefined, undefined, undefined]);
  });
});

describe('a template that names other channels on the real stack', () => {
  it('has a command whose e-mail address is refused go on by SMS, in one timeline, and says so', async () => {
    const customerId = `cust-${randomUUID()}`;
    await stage.customers.put(aCustomer({ customerId }));
    const command = aReferringCommand({ customerId, priority: 'CRITICAL' });
    const commandId = command.messageId;
    await sandbox.fault({ match: { channel: 'email', commandId }, action: { kind: 'refuse-address' } });

    await stage.put([command]);
    await stage.untilStatus(commandId, 'DELIVERED');

    expect((await stage.facts(commandId)).map(({ key }) => key)).toEqual([
      'accepted',
      'claimed#1',
      'not-accepted#1',
      'fell-back#1#sms',
      'claimed#2',
      'sent#2',
      expect.stringMatching(/^delivered/),
    ]);
    const calls = await sandbox.calls({ commandId });
    expect(calls.map(({ channel, answer }) => [channel, answer])).toEqual([
      ['email', 'MessageRejected'],
      ['sms', 'accepted'],
    ]);
    const told = (type: string) =>
      events.untilEvent(
        type,
        ({ correlation, event }) => event.type === type && correlation.originalCommandId === commandId,
      );
    expect((await told('CONTACT_FELL_BACK')).event.metadata).toMatchObject({ from: 'email', to: 'sms' });
    expect((await told('SMS_SENT')).source).toMatch(/^sms-agent-/);
  });
});
