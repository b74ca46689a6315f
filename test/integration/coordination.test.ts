import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Customer } from '../../shared/customers/customer.ts';
import { aCustomer } from '../support/a-recipient.ts';
import { aMessage } from '../support/coordination-world.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { openTestCli } from '../support/test-cli.ts';

let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;
const cli = openTestCli();

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe('WORK_ASSIGNED', 'TASK_OPENED', 'TASK_CLAIMED', 'TASK_CLOSED', 'ESCALATED');
});

afterAll(async () => {
  await cli.json(['breaker', 'close', 'sms']);
  cli.remove();
});

const tasksSchema = z.object({ tasks: z.array(z.looseObject({ taskId: z.string(), status: z.string() })) });

const aStoredCustomer = async (change: Partial<Customer> = {}): Promise<string> => {
  const customerId = `cust-${randomUUID()}`;
  const addresses = { email: `${customerId}@example.com`, phone: '+14255550182' };
  await stage.customers.put(aCustomer({ customerId, addresses, ...change }));
  return customerId;
};

const sendTo = async (customerId: string): Promise<string> => {
  const message = aMessage({ customerId });
  await stage.put([message]);
  return message.messageId;
};

/** The agent types that claimed a command. */
const claimedBy = async (commandId: string) =>
  (await stage.facts(commandId)).flatMap((each) => (each.type === 'claimed' ? [each.body.agentType] : []));

const taskOf = (customerId: string) =>
  until('the task', async () => {
    const { json } = await cli.json(['task', 'list', '--customer', customerId]);
    return tasksSchema.parse(json).tasks[0];
  });

describe('SEND_MESSAGE to agent-coordinator', () => {
  it('goes out by the channel that the customer prefers, and by another while that one’s breaker is open', async () => {
    const customerId = await aStoredCustomer({ preferredChannel: 'sms' });

    const preferred = await sendTo(customerId);
    await stage.untilStatus(preferred, 'SENT', 'DELIVERED');
    await cli.json(['breaker', 'open', 'sms']);
    const other = await until('another channel', async () => {
      const commandId = await sendTo(customerId); // a process looks at the breakers once a second
      await until('its decision', async () =>
        (await stage.facts(commandId)).find(({ type }) => type === 'work-assigned'),
      );
      const [decision] = (await stage.facts(commandId)).filter(({ type }) => type === 'work-assigned');
      return decision?.type === 'work-assigned' && decision.body.chosen === 'email' ? commandId : undefined;
    });
    await stage.untilStatus(other, 'SENT', 'DELIVERED');

    expect([await claimedBy(preferred), await claimedBy(other)]).toEqual([['sms'], ['email']]);
    const { json } = await cli.json(['command', 'status', other]);
    expect(JSON.stringify(json)).toContain('email; sms BREAKER_OPEN; phone comes after by COST');
  });

  it('becomes a task where no channel can, which one operator claims and closes', async () => {
    const customerId = await aStoredCustomer({ addresses: {} });
    const commandId = await sendTo(customerId);
    await stage.untilStatus(commandId, 'FAILED');

    const { taskId } = await taskOf(customerId);
    const claimed = await cli.json(['task', 'claim', taskId, '--by', 'ada']);
    const second = await cli.json(['task', 'claim', taskId, '--by', 'bob']);
    const closed = await cli.json(['task', 'close', taskId, '--by', 'ada', '--result', 'ADDRESS_FOUND']);

    expect([claimed.code, second.code, closed.code]).toEqual([0, 1, 0]);
    const { json } = await cli.json(['task', 'list', '--customer', customerId, '--status', 'CLOSED']);
    expect(tasksSchema.parse(json).tasks).toMatchObject([{ taskId, status: 'CLOSED', closedBy: 'ada' }]);
    await events.untilEvent(
      'the end of the task',
      ({ event }) => event.type === 'TASK_CLOSED' && event.customerId === customerId,
    );
  });
});

describe('EMERGENCY_ESCALATION', () => {
  it('asks a person at once', async () => {
    const customerId = await aStoredCustomer();
    const metadata = { deliveryTime: null, messageId: null, reason: 'THREAT' };
    const event = { type: 'EMERGENCY_ESCALATION', customerId, status: 'OPEN', metadata };
    const timestamp = new Date().toISOString();

    await stage.put([
      {
        messageId: randomUUID(),
        messageType: 'EVENT',
        timestamp,
        source: 'crm',
        event,
        correlation: {},
      } as object,
    ]);

    expect(await taskOf(customerId)).toMatchObject({
      reason: 'THREAT',
      priority: 'CRITICAL',
      status: 'OPEN',
    });
  });
});
