import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { agents } from '../../config/agents.ts';
import type { Fault, FaultAction } from '../../local/provider-sandbox/faults.ts';
import { customerAggregate } from '../../shared/journal/command-facts.ts';
import { aPlaceCallCommand, aSendSmsCommand } from '../support/a-phone-command.ts';
import { aCustomer } from '../support/a-recipient.ts';
import { badPhoneCommands } from '../support/bad-commands.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';

let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;
const sandbox = sandboxClient();

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe();
});

const once = (commandId: string, action: FaultAction): Fault => ({ match: { commandId }, times: 1, action });

/** A stored customer with a number of its own. */
const aStoredCustomer = async () => {
  const phone = `+1425555${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`;
  const customer = aCustomer({ customerId: `cust-${randomUUID()}`, addresses: { phone } });
  await stage.customers.put(customer);
  return { customerId: customer.customerId, phone };
};

/** The command without customer data of its own: its agent loads the customer. */
const referring = (customerId: string) => {
  const message = aSendSmsCommand({ customerId });
  const { context: _, ...command } = message.command;
  return { ...message, command };
};

describe.each([
  ['sms', aSendSmsCommand, 'SMS_SENT', /^Ada Lovelace, an invoice of yours is open/],
  ['phone', aPlaceCallCommand, 'CALL_SENT', /^<speak><p>Hello Ada Lovelace\./],
] as const)('a command by %s on the real stack', (channel, aCommand, eventType, words) => {
  it('walks from the bus to its receipt and back to the bus', async () => {
    const command = aCommand();

    await stage.put([command]);

    const delivered = await events.untilEvent(
      'the EVENT of the delivery',
      ({ correlation, event }) =>
        correlation.originalCommandId === command.messageId && event.status === 'DELIVERED',
    );
    const [message, ...others] = await sandbox.inbox({ commandId: command.messageId });
    expect(others).toEqual([]);
    expect(message).toMatchObject({ channel, to: ['+14255550182'], text: expect.stringMatching(words) });
    expect(delivered).toMatchObject({
      source: expect.stringMatching(new RegExp(`^${channel}-agent-00`)),
      event: {
        type: eventType,
        metadata: {
          messageId: message?.providerMessageId,
          deliveryTime: expect.any(String),
          recipientResponse: null,
        },
      },
      correlation: { conversationId: 'conv-abc' },
    });
    const facts = await stage.facts(command.messageId);
    expect(facts.map(({ type }) => type)).toEqual(['accepted', 'claimed', 'sent', 'delivered']);
  });

  it('is tried again when the provider throttles it, and delivered once', async () => {
    const command = aCommand({ priority: 'CRITICAL' });
    await sandbox.fault({ ...once(command.messageId, { kind: 'throttle', retryAfterSeconds: 1 }), times: 2 });

    await stage.put([command]);
    await stage.untilStatus(command.messageId, 'DELIVERED');

    const keys = (await stage.facts(command.messageId)).map(({ key }) => key);
    expect(keys).toContain('not-accepted#2');
    expect(await sandbox.inbox({ commandId: command.messageId })).toHaveLength(1);
  });

  it('stays UNKNOWN when the answer is lost, until a late receipt says what became of it', async () => {
    const command = aCommand();
    await sandbox.fault(once(command.messageId, { kind: 'close-after-accepting' }));
    await sandbox.fault(once(command.messageId, { kind: 'receipt', receipt: 'none' }));

    await stage.put([command]);
    await stage.untilStatus(command.messageId, 'UNKNOWN');
    await sandbox.sendReceipt({ commandId: command.messageId, receipt: 'delivery' });

    await stage.untilStatus(command.messageId, 'DELIVERED');
    expect(await sandbox.calls({ commandId: command.messageId })).toHaveLength(1);
  });

  it('is delivered when its receipt comes twice, and before the answer', async () => {
    const command = aCommand();
    const action = { kind: 'receipt', receipt: 'delivery', copies: 2, beforeResponse: true } as const;
    await sandbox.fault(once(command.messageId, action));
    await sandbox.fault(once(command.messageId, { kind: 'delay-after-accepting', ms: 500 }));

    await stage.put([command]);
    await until('both records', async () => {
      const types = (await stage.facts(command.messageId)).map(({ type }) => type);
      return types.includes('sent') && types.includes('delivered') ? types : undefined;
    });

    expect(await stage.untilStatus(command.messageId, 'DELIVERED')).toBe('DELIVERED');
  });
});

describe('bad text messages and calls on the real stack', () => {
  it('are rejected, each by an EVENT that names its field, and reach nobody', async () => {
    const bad = badPhoneCommands();

    await stage.put(JSON.parse(JSON.stringify(bad.map(({ document }) => document))));

    for (const { name, path, document } of bad) {
      const commandId = String(document['messageId']);
      await events.untilEvent(
        `the rejection of ${name}`,
        ({ event, correlation }) =>
          event.type === 'COMMAND_REJECTED' &&
          correlation.originalCommandId === commandId &&
          JSON.stringify(event.metadata['issues'] ?? []).includes(`"path":"${path}"`),
      );
      expect(await sandbox.calls({ commandId })).toEqual([]);
    }
  });
});

describe('calls on the real stack', () => {
  it.each(['VOICE_NO_ANSWER', 'VOICE_BUSY'] as const)('fail with the cause %s', async (cause) => {
    const command = aPlaceCallCommand();
    await sandbox.fault(once(command.messageId, { kind: 'receipt', receipt: cause }));

    await stage.put([command]);

    const failed = await events.untilEvent(
      'the EVENT of the failure',
      ({ correlation, event }) =>
        correlation.originalCommandId === command.messageId && event.status === 'FAILED',
    );
    expect(failed).toMatchObject({ event: { type: 'CALL_FAILED', metadata: { cause } } });
  });
});

describe('answers by text message on the real stack', () => {
  const sender = agents.sms.identities['sms-agent-001'].sender;

  it('come back as CUSTOMER_RESPONDED, readable only under the customer’s key', async () => {
    const { customerId, phone } = await aStoredCustomer();

    await sandbox.reply({ channel: 'sms', from: phone, to: sender, text: 'Please call me tomorrow.' });

    const responded = await events.untilEvent(
      'the answer',
      ({ event }) => event.type === 'CUSTOMER_RESPONDED' && event.customerId === customerId,
    );
    expect(JSON.stringify(responded)).not.toContain('tomorrow');
    const { recipientResponse } = responded.event.metadata;
    expect(recipientResponse).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await stage.cipher.decrypt(customerId, String(recipientResponse))).toEqual({
      text: 'Please call me tomorrow.',
    });
  });

  it('are led on: each stage an EVENT of one conversation and workflow, up to a task for a person', async () => {
    const { customerId, phone } = await aStoredCustomer();

    await sandbox.reply({ channel: 'sms', from: phone, to: sender, text: 'Please call me tomorrow.' });

    const stages = ['CONTEXT_UPDATED', 'INTENT_ANALYSED', 'ESCALATION_DECIDED', 'FOLLOW_UP_ASSIGNED'];
    const told = [];
    for (const type of [...stages, 'TASK_OPENED'])
      told.push(
        await events.untilEvent(type, ({ event }) => event.type === type && event.customerId === customerId),
      );
    const ids = told.map(({ correlation }) => `${correlation.conversationId} ${correlation.workflowId}`);
    expect(new Set(ids.slice(1)).size).toBe(1);
    expect(told[1]).toMatchObject({ event: { metadata: { intent: 'CALLBACK_REQUEST' } } });
    expect(told.at(-1)).toMatchObject({ event: { metadata: { kind: 'CALLBACK' } } });
    expect(JSON.stringify(told)).not.toContain('Please call');
  });

  it('end further text messages with one word: the next command is SUPPRESSED', async () => {
    const { customerId, phone } = await aStoredCustomer();
    const before = referring(customerId);
    await stage.put([before]);
    await stage.untilStatus(before.messageId, 'DELIVERED');

    await sandbox.reply({ channel: 'sms', from: phone, to: sender, text: 'STOP' });
    await until('the ban', async () => {
      const facts = await stage.journal.read(customerAggregate(customerId));
      return facts.find(({ type }) => type === 'suppressing');
    });
    const after = referring(customerId);
    await stage.put([after]);

    expect(await stage.untilStatus(after.messageId, 'SUPPRESSED', 'DELIVERED')).toBe('SUPPRESSED');
    expect(await sandbox.calls({ commandId: after.messageId })).toEqual([]);
  });

  it('come by a fault right after the message', async () => {
    const { customerId } = await aStoredCustomer();
    const command = referring(customerId);
    await sandbox.fault(once(command.messageId, { kind: 'reply', text: 'Thanks!' }));

    await stage.put([command]);

    await events.untilEvent(
      'the answer',
      ({ event }) => event.type === 'CUSTOMER_RESPONDED' && event.customerId === customerId,
    );
  });

  it('bring a ban of the provider into ours', async () => {
    const { customerId } = await aStoredCustomer();
    const command = referring(customerId);
    await sandbox.fault(once(command.messageId, { kind: 'receipt', receipt: 'TEXT_BLOCKED' }));

    await stage.put([command]);
    await stage.untilStatus(command.messageId, 'FAILED');

    const stored = await stage.customers.get([customerId]);
    expect(stored.get(customerId)?.suppressions).toMatchObject([{ channel: 'sms', reason: 'PROVIDER_LIST' }]);
  });
});
