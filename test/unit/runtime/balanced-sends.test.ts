import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import type { Balancer } from '../../../shared/balancing/balancer.ts';
import { reportedHealth } from '../../../shared/balancing/identity-health.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import type { LaneMessage } from '../../../shared/lanes/lane-message.ts';
import { aBalancer } from '../../support/a-balancer.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { LaneWorld, type WorldOptions } from '../../support/lane-world.ts';

/** A world whose identities said this of themselves. */
const aWorld = (statuses: Readonly<Record<string, string>>, options: WorldOptions = {}) => {
  const health = reportedHealth({
    get: async (name) => ({ version: 1, value: { status: statuses[name.replace('agent#', '')] } }),
  });
  let balancer: Balancer | undefined; // one process for all invocations
  return new LaneWorld({
    balancer: (now) => {
      balancer ??= aBalancer({ now, health });
      return balancer;
    },
    ...options,
  });
};

const putMessages = (world: LaneWorld, count: number, change: Partial<LaneMessage>) => {
  const messages = Array.from({ length: count }, () => ({ ...aLaneMessage(), ...change }));
  for (const message of messages) world.put(message);
  return messages.map(({ message }) => message.messageId);
};

const factsOf = (world: LaneWorld, type: 'claimed' | 'sent' | 'not-accepted') =>
  world.journal.all().filter((fact) => fact.type === type);

const sendersOf = (world: LaneWorld) =>
  factsOf(world, 'sent').map(({ body }) => ('identity' in body ? body.identity : undefined));

describe('a balanced pool', () => {
  it('shares messages out by weight, whatever the front door proposed, and its facts say who sent', async () => {
    const world = aWorld({});
    putMessages(world, 30, { choice: 'POOL' });

    await world.drain();

    const first = sendersOf(world).filter((identity) => identity === 'email-agent-001');
    expect(first).toHaveLength(20); // weights 2 and 1 of config/agents.ts
    expect(factsOf(world, 'claimed').map(({ body }) => body)).toEqual(
      factsOf(world, 'sent').map(({ body }) =>
        expect.objectContaining({ identity: 'identity' in body && body.identity }),
      ),
    );
  });

  it('follows a pin', async () => {
    const world = aWorld({});
    putMessages(world, 10, { choice: 'PINNED', identity: 'email-agent-002' });

    await world.drain();

    expect(new Set(sendersOf(world))).toEqual(new Set(['email-agent-002']));
    expect(world.ports.lines.join('\n')).not.toContain('PIN_FELL_BACK');
  });

  it.each(['email-agent-002', 'email-agent-999'])(
    'has another identity send where the pinned %s cannot, and fact and metric say so',
    async (identity) => {
      const world = aWorld({ 'email-agent-002': 'UNHEALTHY' });
      putMessages(world, 3, { choice: 'PINNED', identity });

      await world.drain();

      expect(factsOf(world, 'claimed').map(({ body }) => body)).toEqual(
        Array(3).fill(expect.objectContaining({ identity: 'email-agent-001', insteadOf: identity })),
      );
      expect(world.ports.lines.join('\n')).toContain('"PIN_FELL_BACK":3');
    },
  );

  it('sets messages aside while nobody is in rotation: nothing is claimed or called', async () => {
    const world = aWorld(
      { 'email-agent-001': 'UNHEALTHY', 'email-agent-002': 'UNHEALTHY' },
      { maxReceives: 1 },
    );
    putMessages(world, 3, {});

    await world.drain();

    expect(world.aside.map(({ cause }) => cause)).toEqual(Array(3).fill('NO_IDENTITY'));
    expect([world.calls, world.deadLetters, factsOf(world, 'claimed')]).toEqual([[], [], []]);
  });

  it('brings messages back where health cannot be told', async () => {
    const unknown: Balancer = {
      ...aBalancer({ now: () => 0 }),
      open: () => Promise.reject(new Error('the table is gone')),
    };
    const world = aWorld({}, { balancer: () => unknown, maxReceives: 2 });
    putMessages(world, 1, {});

    await world.drain();

    expect(world.deadLetters).toHaveLength(1);
    expect(world.calls).toEqual([]);
  });

  it('chooses anew for an attempt after one that was not accepted, and each claim names its own', async () => {
    const world = new LaneWorld({
      balancer: (now) => aBalancer({ now, agent: { ...agents.email, balancing: 'round-robin' } }),
      answer: ({ attempt }) => (attempt === 1 ? { kind: 'not-accepted', cause: 'THROTTLED' } : undefined),
    });
    const ids = putMessages(world, 2, { choice: 'POOL' });

    await world.drain();

    for (const id of ids) {
      const facts = await world.journal.read(commandAggregate(id));
      const identities = facts.flatMap(({ key, body }) => ('identity' in body ? [[key, body.identity]] : []));
      const of = Object.fromEntries(identities);
      expect(Object.keys(of)).toEqual(['claimed#1', 'claimed#2', 'sent#2']);
      expect(of['sent#2']).toBe(of['claimed#2']);
    }
  });

  it('takes a failed call for a slow one, so that who refuses at once is not taken for the fastest', async () => {
    const ended: number[] = [];
    const world = new LaneWorld({
      balancer: (now) => ({ ...aBalancer({ now }), ended: (_, ms) => ended.push(ms) }),
      answer: ({ attempt }) => (attempt === 1 ? { kind: 'not-accepted', cause: 'THROTTLED' } : undefined),
      takesMs: () => 5,
    });
    putMessages(world, 1, {});

    await world.drain();

    expect(ended).toEqual([3000, 10]);
  });
});
