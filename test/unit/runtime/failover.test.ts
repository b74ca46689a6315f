import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt, ChannelOutcome } from '../../../shared/channels/channel.ts';
import { readReleaseOrder } from '../../../shared/parking/release-order.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { type BreakerState, close, holdOpen } from '../../../shared/resilience/breaker.ts';
import { breakerControl, breakerFact, type ServiceName } from '../../../shared/resilience/breaker-record.ts';
import { aService, aStandby } from '../../support/a-breaker.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { LaneWorld } from '../../support/lane-world.ts';

const accepted: ChannelOutcome = { kind: 'accepted', providerMessageId: 'second-1' };
const outcomes: readonly ChannelOutcome[] = [
  accepted,
  { kind: 'not-accepted', cause: 'ServiceUnavailable', blame: 'provider' },
  { kind: 'refused', cause: 'MessageRejected' },
  { kind: 'unknown', cause: 'TimeoutError', blame: 'provider' },
];

const set = (world: LaneWorld, name: ServiceName, state: BreakerState) =>
  world.controls.write(breakerControl(name), { version: 1, value: state });

const throttled: ChannelOutcome = { kind: 'not-accepted', cause: 'THROTTLED', blame: 'provider' };

/** Counts how often the switches are read. */
const countReads = (world: LaneWorld) => {
  const read = world.controls.read.bind(world.controls);
  const seen: (readonly string[])[] = [];
  world.controls.read = (names) => {
    seen.push(names);
    return read(names);
  };
  return seen;
};

const put = (world: LaneWorld, count: number) => {
  for (let at = 0; at < count; at += 1) world.put(aLaneMessage(aSendEmailCommand()));
};

describe('an agent with a standby', () => {
  it('calls the first provider alone while its breaker is closed', async () => {
    const world = new LaneWorld({ standby: () => accepted });
    put(world, 5);

    await world.drain();

    expect([world.calls.length, world.standbyCalls.length]).toEqual([5, 0]);
    expect(world.journal.all().filter(({ body }) => 'standby' in body && body.standby)).toEqual([]);
  });

  it('goes to the standby while the first breaker is open; facts, events and a metric say so', async () => {
    const world = new LaneWorld({ standby: () => accepted });
    await set(world, aService, holdOpen(1, world.now));
    put(world, 3);

    await world.drain();

    const sent = world.journal.all().filter(({ type }) => type === 'sent');
    expect([world.calls.length, world.standbyCalls.length, world.aside.length]).toEqual([0, 3, 0]);
    expect(sent.map((fact) => eventOfFact(fact)?.event.metadata?.['standby'])).toEqual(
      Array(3).fill('ses-eu-west-1'),
    );
    expect(world.ports.lines.join()).toContain('"FAILED_OVER":3');
  });

  it('sends one probe to the first and the others to the standby once a probe may go', async () => {
    const world = new LaneWorld({ standby: () => accepted });
    const { now: at } = world;
    await set(world, aService, {
      state: 'OPEN',
      term: 1,
      at,
      cause: 'PROVIDER_FAILURES',
      opens: 1,
      until: at - 1,
    });
    put(world, 6);

    await world.step();

    expect([world.calls.length, world.standbyCalls.length]).toEqual([1, 5]);
  });

  it('sets messages aside, unclaimed, while both breakers are open', async () => {
    const world = new LaneWorld({ standby: () => accepted });
    await set(world, aService, holdOpen(1, world.now));
    await set(world, aStandby, holdOpen(1, world.now));
    put(world, 4);

    await world.drain();

    expect(world.aside.map(({ cause }) => cause)).toEqual(Array(4).fill('BREAKER_OPEN'));
    expect([...world.calls, ...world.standbyCalls]).toEqual([]);
  });

  it('reads both breakers in one call', async () => {
    const world = new LaneWorld({ standby: () => accepted });
    await set(world, aService, holdOpen(1, world.now));
    const reads = countReads(world);
    put(world, 10);

    await world.drain();

    expect(world.standbyCalls).toHaveLength(10);
    expect(reads).toEqual([[breakerControl(aService), breakerControl(aStandby)]]);
  });

  it('chooses anew for the attempt after one that was not taken', async () => {
    const world = new LaneWorld({ answer: () => throttled, standby: () => accepted });
    put(world, 1);

    await world.step();
    await set(world, aService, holdOpen(9, world.now));
    await world.drain();

    expect([world.calls, world.standbyCalls]).toMatchObject([[{ attempt: 1 }], [{ attempt: 2 }]]);
  });

  it('has what waited for both released when the standby’s breaker closes', () => {
    const event = eventOfFact(breakerFact(aStandby, close('PROBE_SUCCEEDED', 2, 0)));

    const order = readReleaseOrder(JSON.stringify({ detail: event }), ['email', 'sms']);

    expect(order).toMatchObject({ ok: true, value: { look: { by: 'BREAKER_CLOSED', pools: ['email'] } } });
  });

  it('never repeats an attempt of which nobody knows at the standby, even of a provider that takes a command once', async () => {
    const world = new LaneWorld({
      idempotent: true,
      answer: () => ({ kind: 'unknown', cause: 'TimeoutError', blame: 'provider' }),
      standby: () => accepted,
    });
    put(world, 10);

    await world.drain();

    expect([world.calls.length, world.standbyCalls.length]).toEqual([10, 0]);
  });

  it('has no command accepted twice, nor called again after an acceptance or an open attempt, whatever fails and crashes', async () => {
    const seen = { repeats: [0, 0], accepted: 0, 'not-accepted': 0, refused: 0, unknown: 0 };
    const outcome = fc.constantFrom(...outcomes);
    const crashes = fc.dictionary(
      fc.integer({ min: 0, max: 6 }).map(String),
      fc.record({ call: fc.nat({ max: 14 }), when: fc.constantFrom('before' as const, 'after' as const) }),
      {
        maxKeys: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(outcome, { minLength: 1, maxLength: 12 }),
        fc.array(outcome, { minLength: 1, maxLength: 12 }),
        fc.array(fc.boolean(), { maxLength: 12 }),
        crashes,
        async (first, second, open, crashAt) => {
          let turn = 0;
          const ended = new Set<string>();
          const again: string[] = [];
          const answerOf = (list: readonly ChannelOutcome[], at: number) => (attempt: Attempt) => {
            if (ended.has(attempt.commandId)) again.push(attempt.commandId);
            const answer = list[turn++ % list.length] ?? accepted;
            if (answer.kind !== 'not-accepted') ended.add(attempt.commandId);
            if (attempt.attempt > 1) seen.repeats[at] = (seen.repeats[at] ?? 0) + 1;
            seen[answer.kind] += 1;
            return answer;
          };
          const world = new LaneWorld({ answer: answerOf(first, 0), standby: answerOf(second, 1) });
          const messages = Array.from({ length: 4 }, () => aLaneMessage(aSendEmailCommand()));
          for (const message of [...messages, ...messages.slice(0, 2)]) world.put(message);

          for (const [at, isOpen] of open.entries()) {
            const [seen] = await world.controls.read([breakerControl(aService)]);
            const version = (seen?.version ?? 0) + 1;
            const value = isOpen ? holdOpen(version, world.now) : close('OPERATOR', version, world.now);
            await world.controls.write(breakerControl(aService), { version, value });
            world.now += 40_000;
            await world.step(crashAt[String(at)]);
          }
          await world.drain(crashAt);

          const ids = world.accepted.map(({ commandId }) => commandId);
          expect(again).toEqual([]);
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 2000 },
    );
    // The property says something only where all of this happened.
    for (const times of [...seen.repeats, seen.accepted, seen['not-accepted'], seen.refused, seen.unknown])
      expect(times).toBeGreaterThan(500);
  });
});
