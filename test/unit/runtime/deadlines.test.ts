import { describe, expect, it } from 'vitest';
import type { ChannelOutcome } from '../../../shared/channels/channel.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import type { LaneMessage } from '../../../shared/lanes/lane-message.ts';
import type { Priority } from '../../../shared/messages/priority.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { dropped } from '../../support/a-verdict.ts';
import { LaneWorld, type WorldOptions } from '../../support/lane-world.ts';

const T = 1_700_000_000_000;
const throttled: ChannelOutcome = { kind: 'not-accepted', cause: 'THROTTLED' };

const aMessage = (change: Partial<LaneMessage> = {}, tier: Priority = 'HIGH', expiresAt?: number) => {
  const { command, ...envelope } = aSendEmailCommand({ priority: tier });
  const expiry = expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() };
  return { ...aLaneMessage({ ...envelope, command: { ...command, ...expiry } }, T), ...change };
};

/** What is left when messages were put and worked on after a wait. */
const workAfter = async (waitMs: number, messages: readonly LaneMessage[], options: WorldOptions = {}) => {
  const world = new LaneWorld(options);
  for (const message of messages) world.put(message);
  world.pass(waitMs);
  await world.drain();
  const facts = world.journal.all();
  return {
    world,
    facts,
    missed: facts.flatMap((fact) => (fact.type === 'deadline-missed' ? [fact.body] : [])),
    metrics: world.ports.lines.flatMap((line) => {
      const read = JSON.parse(line);
      return read.operation === undefined ? [] : [read];
    }),
  };
};

const statusIn = async (world: LaneWorld, { message }: LaneMessage) =>
  commandStateOf(await world.journal.read(commandAggregate(message.messageId))).status;

describe('deadlines', () => {
  it('are measured for a whole batch in one set of metrics', async () => {
    const { metrics, missed } = await workAfter(1200, [
      aMessage(),
      aMessage({ acceptedAt: T - 100, dueAt: T - 100 }),
    ]);

    expect(metrics).toEqual([
      {
        agentType: 'email',
        tier: 'HIGH',
        operation: 'SEND_EMAIL',
        DwellMs: [1200, 1300],
        WithinDeadline: [1, 1],
        BusMs: [],
        CoordinatorMs: [0, 100],
        LaneMs: [1200, 1200],
        AgentMs: [0, 0],
        RECEIVED: 2,
        SENT: 2,
        ERRORS: 0,
      },
    ]);
    expect(missed).toEqual([]);
  });

  it('are measured by tier where tiers share a lane', async () => {
    const { metrics } = await workAfter(6000, [aMessage(), aMessage({}, 'LOW'), aMessage({}, 'LOW')]);

    expect(metrics.map(({ tier, WithinDeadline }) => [tier, WithinDeadline])).toEqual([
      ['HIGH', [0]],
      ['LOW', [1, 1]],
    ]);
  });

  it('that are missed are a fact in the same call as the outcome', async () => {
    const inTime = await workAfter(4999, [aMessage()]);
    const { missed, world, metrics } = await workAfter(5001, [aMessage()]);

    expect(missed).toMatchObject([
      {
        tier: 'HIGH',
        dueAt: T,
        deadlineAt: T + 5000,
        startedAt: T + 5001,
        coordinatorMs: 0,
        laneMs: 5001,
        agentMs: 0,
      },
    ]);
    expect(metrics).toMatchObject([{ WithinDeadline: [0], DwellMs: [5001] }]);
    expect(world.portCalls).toBe(inTime.world.portCalls);
    expect(inTime.missed).toEqual([]);
  });

  it('are those that the front door wrote into the lane', async () => {
    const { missed } = await workAfter(2000, [aMessage({ deadlineAt: T + 1500 })]);

    expect(missed).toMatchObject([{ deadlineAt: T + 1500 }]);
  });

  it('count the first provider call alone, however many follow', async () => {
    const { metrics, missed, world } = await workAfter(1000, [aMessage()], {
      answer: ({ attempt }) => (attempt < 4 ? throttled : undefined),
    });

    expect(world.calls).toHaveLength(4);
    expect(world.now).toBeGreaterThan(T + 5000);
    expect(metrics.flatMap(({ DwellMs }) => DwellMs)).toEqual([1000]);
    expect(metrics.map(({ SENT, ERRORS }) => [SENT, ERRORS])).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [1, 0],
    ]);
    expect(missed).toEqual([]);
  });

  it('count a later attempt where the first was given back before its call', async () => {
    let slowMs = 2000;
    const { metrics, missed, world } = await workAfter(0, [aMessage()], {
      takesMs: (port) => (port === 'provider' ? 0 : slowMs),
      policy: (_, now) => {
        if (now > T + 20_000) slowMs = 0;
        return { answers: [], verdict: { kind: 'ALLOW', basis: { purpose: 'a', basis: 'contract' } } };
      },
    });

    const [call] = world.calls;
    expect(call?.attempt).toBeGreaterThan(1);
    expect(metrics.flatMap(({ DwellMs = [] }) => DwellMs)).toEqual([(call?.at ?? 0) - T]);
    expect(missed).toHaveLength(1);
  });

  it('say nothing of commands that are not to be sent', async () => {
    const { metrics, missed } = await workAfter(9000, [aMessage()], { policy: () => dropped('OPTED_OUT') });

    expect(metrics).toMatchObject([{ DwellMs: [], WithinDeadline: [], RECEIVED: 1, SENT: 0, ERRORS: 0 }]);
    expect(missed).toEqual([]);
  });
});

describe('a command past its own expiry', () => {
  it('is never sent and ends EXPIRED', async () => {
    const late = aMessage({}, 'HIGH', T + 1000);
    const { world, missed, metrics } = await workAfter(1000, [late]);

    expect(world.calls).toEqual([]);
    expect(await statusIn(world, late)).toBe('EXPIRED');
    expect(missed).toEqual([]);
    expect(metrics).toMatchObject([{ WithinDeadline: [] }]);
  });

  it('is sent a moment before', async () => {
    const message = aMessage({}, 'HIGH', T + 1000);
    const { world } = await workAfter(999, [message]);

    expect(world.calls).toHaveLength(1);
    expect(await statusIn(world, message)).toBe('SENT');
  });

  it('has missed its deadline too where that was over first', async () => {
    const { missed, metrics } = await workAfter(7000, [aMessage({}, 'HIGH', T + 6000)]);

    expect(missed).toMatchObject([{ deadlineAt: T + 5000 }]);
    expect(missed.map(({ startedAt }) => startedAt)).toEqual([undefined]);
    expect(metrics).toMatchObject([{ WithinDeadline: [0], DwellMs: [] }]);
  });

  it('is given back and ends EXPIRED where its time runs out on the way to the provider', async () => {
    const message = aMessage({}, 'HIGH', T + 1500);
    const { world, facts } = await workAfter(1000, [message], {
      takesMs: (port) => (port === 'other' ? 100 : 0),
    });

    expect(world.calls).toEqual([]);
    expect(await statusIn(world, message)).toBe('EXPIRED');
    expect(facts.map(({ key }) => key)).toEqual(['claimed#1', 'not-accepted#1', 'expired']);
  });

  it('has missed no deadline where a provider was called in time before', async () => {
    const message = aMessage({}, 'HIGH', T + 5500);
    const { world, missed } = await workAfter(1000, [message], { answer: () => throttled });

    expect(world.calls.length).toBeGreaterThan(0);
    expect(world.now).toBeGreaterThan(T + 5500);
    expect(await statusIn(world, message)).toBe('EXPIRED');
    expect(missed).toEqual([]);
  });
});
