import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoDbAgentStateStore } from '../../shared/agents/adapters/dynamodb-agent-state-store.ts';
import { eventAggregate } from '../../shared/journal/command-facts.ts';
import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import type { Event } from '../../shared/messages/event.ts';
import type { RecordCommandType } from '../../shared/records/record-message.ts';
import { aCustomer } from '../support/a-customer.ts';
import { localDynamoDb } from '../support/create-journal-table.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { openTestCli, type TestCli } from '../support/test-cli.ts';

let stage: LocalStage;
let cli: TestCli;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;

beforeAll(async () => {
  cli = openTestCli();
  stage = await openLocalStage();
  events = await stage.subscribe(
    'PAYMENT_RECORDED',
    'CONSENT_RECORDED',
    'CONSENT_REVOKED',
    'COMMAND_REJECTED',
  );
});

afterAll(() => cli.remove());

const aStoredCustomer = async (): Promise<string> => {
  const customer = aCustomer({ consents: [], suppressions: [] });
  await stage.customers.put(customer);
  return customer.customerId;
};

const aCommand = (type: RecordCommandType, customerId: string, payload: object) => ({
  messageId: randomUUID(),
  messageType: 'COMMAND',
  timestamp: new Date().toISOString(),
  source: 'crm',
  target: 'agent-coordinator',
  command: { type, customerId, ...payload },
});

const isOf =
  (command: { readonly messageId: string }) =>
  ({ correlation }: Event): boolean =>
    correlation.originalCommandId === command.messageId;

describe('exactly-once on the real stack', () => {
  it('records a payment once that the bus brings three times, and tells the bus of it by one event', async () => {
    const customerId = await aStoredCustomer();
    const payment = { paymentId: `pay-${randomUUID()}`, amount: '12.50', currency: 'EUR' };
    const command = aCommand('RECORD_PAYMENT', customerId, { payment });
    const again = aCommand('RECORD_PAYMENT', customerId, { payment });

    await stage.put([command]);
    await stage.put([command, command]);
    await stage.untilStatus(command.messageId, 'DELIVERED');
    // The same conversation's lane keeps the order: when the second is done, nothing of the first is to come.
    await stage.put([again]);
    await stage.untilStatus(again.messageId, 'FAILED');
    await events.untilEvent('the refusal of the second', isOf(again));

    const told = await events.untilEvent('the payment', isOf(command));
    expect(told.event).toMatchObject({ type: 'PAYMENT_RECORDED', customerId });
    expect(new Set(events.seen.filter(isOf(command)).map(({ messageId }) => messageId)).size).toBe(1);
    const types = (await stage.facts(command.messageId)).map(({ type }) => type).sort();
    expect(types).toEqual(['accepted', 'committed', 'payment-recorded', 'performed']);
    expect(JSON.stringify(await stage.facts(command.messageId))).not.toContain('12.50');
  });

  it('records a consent that `customer show` sees, and refuses one of nobody', async () => {
    const customerId = await aStoredCustomer();
    const consent = { channel: 'email', purpose: 'offers', wording: 'Yes, please.', source: 'web-form' };
    const given = aCommand('RECORD_CONSENT', customerId, { consent });
    const ofNobody = aCommand('RECORD_CONSENT', `cust-${randomUUID()}`, { consent });

    await stage.put([given, ofNobody]);

    await stage.untilStatus(given.messageId, 'DELIVERED');
    await stage.untilStatus(ofNobody.messageId, 'FAILED');
    const shown = await cli.json(['customer', 'show', customerId]);
    expect(JSON.stringify(shown.json)).toContain('Yes, please.');
    const { consents } = (await stage.customers.get([customerId])).get(customerId) ?? aCustomer();
    expect(consents).toEqual([
      { ...consent, given: true, recordedBy: 'crm', at: new Date(given.timestamp).toISOString() },
    ]);
    await events.untilEvent('the consent', isOf(given));
  });

  it('stops a channel at once by REVOKE_CONSENT, and a later consent opens it again', async () => {
    const customerId = await aStoredCustomer();
    const revoked = aCommand('REVOKE_CONSENT', customerId, {
      consent: { channel: 'sms', source: 'phone-call' },
    });
    const bansOf = async () => (await stage.customers.get([customerId])).get(customerId)?.suppressions ?? [];

    await stage.put([revoked]);

    await until('the ban', async () => ((await bansOf()).length > 0 ? true : undefined));
    expect(await bansOf()).toMatchObject([{ channel: 'sms', reason: 'OPTED_OUT', source: 'phone-call' }]);
    await stage.untilStatus(revoked.messageId, 'DELIVERED');
    const told = await events.untilEvent('the revocation', isOf(revoked));
    expect(told.event.type).toBe('CONSENT_REVOKED');

    const again = aCommand('RECORD_CONSENT', customerId, {
      consent: { channel: 'sms', purpose: 'offers', wording: 'Yes.', source: 'web-form' },
    });
    await stage.put([again]);
    await stage.untilStatus(again.messageId, 'DELIVERED');
    expect(await bansOf()).toEqual([]);
  });
});

describe('at-most-once on the real stack', () => {
  it('keeps the newest status of an agent, and takes each message once', async () => {
    const identity = `email-agent-${randomUUID().slice(0, 8)}`;
    const store = new DynamoDbAgentStateStore({
      client: localDynamoDb(stage.settings.endpoint),
      tableName: await stage.parameter(stage.names.stateTableName),
      random: Math.random,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    });
    const [newer, older] = [aStatus(identity, 'BUSY', '10:35'), aStatus(identity, 'ACTIVE', '10:30')];
    const claimed = (messageId: string) =>
      until('the claim', async () => {
        const facts = await stage.journal.read(eventAggregate(messageId));
        return facts.length > 0 ? facts : undefined;
      });

    await stage.put([newer]);
    await until('the status', async () => ((await store.get([identity])).length > 0 ? true : undefined));
    await stage.put([older, newer, older]);
    await claimed(older.messageId);

    const last = aStatus(identity, 'IDLE', '10:40');
    await stage.put([last]);
    await until('the last status', async () => {
      const [report] = await store.get([identity]);
      return report?.status === 'IDLE' ? true : undefined;
    });
    expect(await claimed(newer.messageId)).toHaveLength(1);
    expect(await claimed(older.messageId)).toHaveLength(1);
    expect(await store.get([identity])).toMatchObject([{ part: 'status', status: 'IDLE' }]);
  });
});

const aStatus = (source: string, status: string, time: string) => {
  const { state } = specifiedDocuments.state;
  const agentState = { agentId: source, state: { ...state, status } };
  const metadata = { deliveryTime: null, messageId: null, recipientResponse: null, agentState };
  return {
    messageId: randomUUID(),
    messageType: 'EVENT',
    timestamp: `2024-01-15T${time}:00Z`,
    source,
    event: { type: 'AGENT_STATUS_CHANGED', status, metadata },
    correlation: {},
  };
};
