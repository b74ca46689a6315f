import { describe, expect, it } from 'vitest';
import type { ChannelOutcome } from '../../../shared/channels/channel.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import type { BreakerState } from '../../../shared/resilience/breaker.ts';
import { breakerControl, breakerStateOf } from '../../../shared/resilience/breaker-record.ts';
import { aService } from '../../support/a-breaker.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { LaneWorld } from '../../support/lane-world.ts';

const CONTROL = breakerControl(aService);
const paused: ChannelOutcome = {
  kind: 'not-accepted',
  cause: 'CONFIGURATION:SendingPausedException',
  blame: 'configuration',
};
const down: ChannelOutcome = { kind: 'unknown', cause: 'TimeoutError', blame: 'provider' };

/** A world whose breaker an outage has opened. */
const anOpenWorld = async (state: Partial<BreakerState>, options = {}) => {
  const world = new LaneWorld(options);
  const opened = { state: 'OPEN', term: 1, at: world.now, cause: 'PROVIDER_FAILURES', opens: 1 };
  await world.controls.write(CONTROL, { version: 1, value: { ...opened, ...state } });
  return world;
};

const putCommands = (world: LaneWorld, count: number) => {
  const commands = Array.from({ length: count }, () => aSendEmailCommand());
  for (const command of commands) world.put(aLaneMessage(command));
  return commands;
};

const breakerOf = async (world: LaneWorld) => {
  const [control] = await world.controls.read([CONTROL]);
  return breakerStateOf(control ?? { version: 0, value: undefined });
};

const factTypes = (world: LaneWorld) => world.journal.all().map(({ type }) => type);

describe('a lane whose service’s breaker is open', () => {
  it('has its messages set aside at their first receive: nothing is claimed, called or recorded', async () => {
    const world = await anOpenWorld({ until: 1_700_000_900_000 }, { maxReceives: 1 });
    const commands = putCommands(world, 10);

    await world.drain();

    expect(world.aside.map(({ body, cause }) => [JSON.parse(body).message.messageId, cause])).toEqual(
      commands.map(({ messageId }) => [messageId, 'BREAKER_OPEN']),
    );
    expect(world.calls).toEqual([]);
    expect(factTypes(world).filter((type) => !type.startsWith('breaker-'))).toEqual([]);
    expect(world.deadLetters).toEqual([]);
  });

  it.each(['call', 'entries'] as const)(
    'comes back to the lane where setting aside fails (%s)',
    async (asideFails) => {
      const world = await anOpenWorld({ until: 1_700_000_900_000 }, { maxReceives: 2, asideFails });
      putCommands(world, 3);

      await world.drain();

      expect(world.deadLetters.map(({ receives }) => receives)).toEqual([3, 3, 3]);
      expect(world.calls).toEqual([]);
    },
  );

  it('has one message try when the wait is over; its success closes it, and both are facts', async () => {
    const world = await anOpenWorld({ until: 1_700_000_000_000 });
    putCommands(world, 10);

    await world.drain();

    expect(world.accepted).toHaveLength(1);
    expect(world.aside).toHaveLength(9);
    expect(await breakerOf(world)).toMatchObject({ state: 'CLOSED', term: 3, cause: 'PROBE_SUCCEEDED' });
    expect(await world.journal.read('breaker#email/ses')).toMatchObject([
      { key: 'breaker-opened#1', body: { cause: 'PROVIDER_FAILURES' } },
      { key: 'breaker-half-opened#2', sequence: 2 },
      {
        key: 'breaker-closed#3',
        body: { agentType: 'email', service: 'ses', cause: 'PROBE_SUCCEEDED', term: 3 },
      },
    ]);
  });

  it('opens again, for longer, when the probe fails', async () => {
    const world = await anOpenWorld({ until: 1_700_000_000_000 }, { answer: () => down });
    putCommands(world, 2);

    await world.drain();

    expect(world.calls).toHaveLength(1);
    expect(await breakerOf(world)).toMatchObject({
      state: 'OPEN',
      term: 3,
      opens: 2,
      until: 1_700_000_006_000,
    });
  });

  it('stays so while an operator holds it, however long', async () => {
    const world = await anOpenWorld({});
    world.now += 86_400_000;
    putCommands(world, 1);

    await world.drain();

    expect(world.aside).toHaveLength(1);
  });
});

describe('a service that fails', () => {
  it('has its breaker opened by one batch, and further messages of the lane reach it no more', async () => {
    const world = new LaneWorld({ answer: () => down });
    putCommands(world, 30);

    await world.drain();

    expect(world.calls).toHaveLength(10);
    expect(world.aside).toHaveLength(20);
    expect(factTypes(world).filter((type) => type === 'breaker-opened')).toHaveLength(1);
  });

  it('has its breaker opened by a single refusal of our account, and that message is set aside, not burnt', async () => {
    const world = new LaneWorld({ answer: () => paused });
    const [command] = putCommands(world, 1);

    await world.drain();

    expect(world.aside).toMatchObject([{ cause: 'CONFIGURATION:SendingPausedException' }]);
    expect(world.calls).toHaveLength(1);
    expect(await breakerOf(world)).toMatchObject({
      state: 'OPEN',
      cause: 'CONFIGURATION:SendingPausedException',
    });
    const facts = await world.journal.read(commandAggregate(command?.messageId ?? ''));
    expect(facts.map(({ key }) => key)).toEqual(['claimed#1', 'not-accepted#1']);
    expect(commandStateOf(facts)).toMatchObject({ mayAttempt: true });
  });

  it('keeps its breaker closed where only recipients or one sender of ours are refused', async () => {
    const world = new LaneWorld({
      answer: ({ commandId }) =>
        commandId < '8'
          ? { kind: 'refused', cause: 'MessageRejected', blame: 'recipient' }
          : { kind: 'not-accepted', cause: 'CONFIGURATION:ConflictException', blame: 'sender' },
    });
    putCommands(world, 40);

    await world.drain();

    expect(world.calls).toHaveLength(40);
    expect((await breakerOf(world)).state).toBe('CLOSED');
    expect(world.aside.every(({ cause }) => cause === 'CONFIGURATION:ConflictException')).toBe(true);
  });

  it('has the opening told by whoever sees it next when its maker could not record it', async () => {
    const world = await anOpenWorld({ until: 1_700_000_900_000 });
    putCommands(world, 1);

    await world.drain();

    expect(await world.journal.read('breaker#email/ses')).toMatchObject([{ key: 'breaker-opened#1' }]);
  });
});
