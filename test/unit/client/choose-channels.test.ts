import { describe, expect, it, vi } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { STOP_CONTROL } from '../../../shared/policy/stop-order.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { createCoordinatorHandler } from '../../../shared/runtime/create-coordinator-handler.ts';
import { agentStatusControl } from '../../../shared/state/control-store.ts';
import { moveTimer } from '../../../shared/timers/move-timer.ts';
import { aBatch } from '../../support/a-batch.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aMessage, coordinationWorld } from '../../support/coordination-world.ts';
import { type CrashCase, dieEverywhere } from '../../support/crash-everywhere.ts';
import { queueDeps, queueWorld } from '../../support/queue-world.ts';

const evidence = { recordedBy: 'crm', source: 'reply', at: '2026-01-01T00:00:00Z' };
const onBus = (detail: { readonly source: string }) => ({
  id: 'e',
  'detail-type': 'COMMAND',
  source: detail.source,
  detail,
});

describe('SEND_MESSAGE to agent-coordinator', () => {
  it('goes out by the channel that the customer prefers, as the same command, and the decision is a fact', async () => {
    const world = await coordinationWorld({ preferredChannel: 'phone' });
    const message = aMessage();

    const [result] = await world.submit(message);

    expect(result).toMatchObject({ status: 'ACCEPTED', agentType: 'phone', commandId: message.messageId });
    expect(world.sent).toMatchObject([
      {
        agentType: 'phone',
        tier: 'HIGH',
        message: {
          choice: 'POOL',
          message: {
            messageId: message.messageId,
            target: 'phone-agent',
            command: { type: 'PLACE_CALL', customerId: 'cust-456', templateId: 'templ-789' },
            correlation: { conversationId: 'conv-abc', workflowId: 'workflow-def', hops: 1 },
          },
        },
      },
    ]);
    const facts = await world.factsOf(message.messageId);
    expect(facts.map(({ key }) => key)).toEqual(['accepted', 'work-assigned']);
    expect(facts[1]?.body).toMatchObject({
      outcome: 'CHOSEN',
      chosen: 'phone',
      candidates: [
        { agentType: 'email', lostBy: 'CUSTOMER_PREFERS' },
        { agentType: 'sms', lostBy: 'CUSTOMER_PREFERS' },
        { agentType: 'phone' },
      ],
    });
  });

  it('goes out by the cheapest channel where nothing else decides, and by another while that is broken or avoided', async () => {
    const world = await coordinationWorld();

    const [cheapest] = await world.submit(aMessage());
    const [avoiding] = await world.submit(aMessage({ avoidChannels: ['email'] }));
    const [asked] = await world.submit(aMessage({ preferChannels: ['phone'] }));
    await world.breakDown('email');
    const [broken] = await world.submit(aMessage());
    for (const identity of Object.keys(agents.sms.identities)) {
      await world.store.write(agentStatusControl(identity), { version: 1, value: { status: 'UNHEALTHY' } });
    }
    const [sick] = await world.submit(aMessage());

    expect([cheapest, avoiding, asked, broken, sick]).toMatchObject(
      ['email', 'sms', 'phone', 'sms', 'phone'].map((agentType) => ({ agentType })),
    );
  });

  it('becomes a task for a person where no channel can reach the customer', async () => {
    const world = await coordinationWorld({ addresses: {} });
    const message = aMessage();

    expect(await world.submit(message)).toMatchObject([{ status: 'PERFORMED' }]);

    const facts = await world.factsOf(message.messageId);
    expect(commandStateOf(facts).status).toBe('FAILED');
    expect(facts.at(-1)?.body).toMatchObject({ cause: 'NO_CHANNEL' });
    expect(await world.openTasks()).toMatchObject([
      {
        kind: 'ESCALATION',
        reason: 'NO_CHANNEL',
        priority: 'HIGH',
        customerId: 'cust-456',
        conversationId: 'conv-abc',
      },
    ]);
    expect(world.sent).toEqual([]);
  });

  it.each([
    ['becomes a task', { addresses: {} }],
    [
      'may go by no channel',
      { suppressions: [{ ...evidence, channel: 'all', reason: 'OPTED_OUT' } as const] },
    ],
  ])('tells the saga that awaits it of its end where it %s', async (_, customer) => {
    const world = await coordinationWorld(customer);
    const message = aMessage();
    const awaitedBy = 'saga:correct-and-call';

    await world.submit({ ...message, correlation: { ...message.correlation, awaitedBy } });

    const [end] = (await world.factsOf(message.messageId)).slice(-1);
    expect(end && eventOfFact(end)?.correlation).toMatchObject({ awaitedBy });
  });

  it('leaves its timer alone where it comes again after that was moved, also after its first time', async () => {
    const world = await coordinationWorld();
    const start = world.clock.now;
    const [first, moved] = [start + 3_600_000, start + 7_200_000];
    const message = aMessage({ scheduledFor: new Date(first).toISOString() });
    await world.submit(message);
    const commandId = message.messageId;
    await moveTimer({ commandId, to: moved, by: 'ada' }, { ...world, now: () => world.clock.now });

    for (const at of [start + 60_000, first - 60_000, first + 60_000]) {
      world.clock.now = at;
      await world.submit(message);
    }

    expect(world.timers.all()).toMatchObject([{ commandId, dueAt: moved }]);
    expect(world.sent).toEqual([]);
  });

  it('ends as SUPPRESSED, and asks nobody, where no channel may', async () => {
    const ban = { ...evidence, channel: 'all', reason: 'OPTED_OUT' } as const;
    const world = await coordinationWorld({ suppressions: [ban] });
    const message = aMessage();

    expect(await world.submit(message)).toMatchObject([{ status: 'PERFORMED' }]);

    const facts = await world.factsOf(message.messageId);
    expect([commandStateOf(facts).status, await world.openTasks()]).toEqual(['SUPPRESSED', []]);
    expect(facts.at(-1)?.body).toMatchObject({ reasons: ['OPTED_OUT'] });
  });

  it('waits in the lane of its channel while all contacts are stopped', async () => {
    const world = await coordinationWorld();
    await world.store.write(STOP_CONTROL, { version: 1, value: { stopped: true } });

    expect(await world.submit(aMessage())).toMatchObject([{ status: 'ACCEPTED', agentType: 'email' }]);
  });

  it.each([
    ['names no template', { templateId: 'none' }, {}, 'command.templateId'],
    ['names no customer', { customerId: 'nobody' }, {}, 'command.customerId'],
    ['prefers what is no agent type', { preferChannels: ['email', 'fax'] }, {}, 'command.preferChannels[1]'],
    ['avoids what is no agent type', { avoidChannels: ['fax'] }, {}, 'command.avoidChannels[0]'],
    [
      'expires before it is due',
      { scheduledFor: '2026-11-26T12:10:00Z', expiresAt: '2026-11-26T12:05:00Z' },
      {},
      'command.expiresAt',
    ],
  ])('is rejected where it %s, with field and rule', async (_, command, change, path) => {
    const world = await coordinationWorld(change);
    const message = aMessage(command);

    expect(await world.submit(message)).toMatchObject([{ status: 'REJECTED', issues: [{ path }] }]);

    expect((await world.factsOf(message.messageId)).at(-1)?.body).toMatchObject({ issues: [{ path }] });
    expect([world.sent, await world.openTasks()]).toEqual([[], []]);
  });

  it('keeps its first channel when it comes again, whatever would be chosen then', async () => {
    const world = await coordinationWorld();
    const message = aMessage();
    await world.submit(message);
    await world.breakDown('email');

    expect(await world.submit(message)).toMatchObject([{ agentType: 'email' }]);
    expect(world.sent.map(({ message: { dueAt, deadlineAt } }) => [dueAt, deadlineAt])).toEqual([
      [world.clock.now, world.clock.now + 5000],
      [world.clock.now, world.clock.now + 5000],
    ]);
  });

  it('may be a member of a batch, each of whose customers gets their own channel', async () => {
    const world = await coordinationWorld({ customerId: 'cust-1', preferredChannel: 'sms' });
    await world.customers.put(aCustomer({ customerId: 'cust-2', preferredChannel: 'email' }));
    const { source, batchMessage } = aBatch(2);
    const messages = ['cust-1', 'cust-2'].map((customerId) => ({
      ...(batchMessage.messages[0] as object),
      customerId,
      action: 'SEND_MESSAGE',
    }));

    await world.submit({
      source,
      messageType: 'BATCH',
      batchMessage: { ...batchMessage, target: 'agent-coordinator', messages },
    });

    expect(
      world.sent.map(({ agentType, message }) => [message.message.command.customerId, agentType]),
    ).toEqual([
      ['cust-1', 'sms'],
      ['cust-2', 'email'],
    ]);
    expect(world.sent[0]?.message.message.correlation).toMatchObject({ batchMember: 0 });
  });

  it('asks for its customers and decisions once a batch', async () => {
    const world = await coordinationWorld();
    const insert = vi.spyOn(world.journal, 'insert');
    const get = vi.spyOn(world.customers, 'get');

    await world.submit(...Array.from({ length: 10 }, () => aMessage()));

    expect([insert.mock.calls.length, get.mock.calls.length]).toEqual([2, 1]);
  });

  const dying =
    (addresses: Readonly<Record<string, string>>): CrashCase =>
    async () => {
      const world = await coordinationWorld({ addresses });
      const messages = [aMessage(), aMessage()];
      return queueWorld(
        messages.map(onBus),
        world.clock,
        (plan, queue) => createCoordinatorHandler({ ...world.open(plan), ...queueDeps(queue) }),
        async () => {
          const types = new Set(world.journal.all().map(({ type }) => type));
          expect(types).not.toContain('rejected');
          expect(world.journal.all().filter(({ type }) => type === 'work-assigned')).toHaveLength(2);
          if (Object.keys(addresses).length > 0) {
            expect(new Set(world.sent.map(({ message }) => message.message.messageId)).size).toBe(2);
            return;
          }
          expect(await world.openTasks()).toHaveLength(2);
          expect(world.journal.all().filter(({ type }) => type === 'failed')).toHaveLength(2);
        },
      );
    };

  it.each([
    ['is in a lane', { email: 'ada@example.com' }],
    ['has become one task', {}],
  ])('%s, wherever the coordinator dies', async (_, addresses) => {
    expect(await dieEverywhere(dying(addresses))).toBeGreaterThanOrEqual(10);
  });
});
