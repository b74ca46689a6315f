import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attempt, ChannelOutcome } from '../../../shared/channels/channel.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { type BreakerState, close, holdOpen } from '../../../shared/resilience/breaker.ts';
import { breakerControl, type ServiceName } from '../../../shared/resilience/breaker-record.ts';
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
          const answerOf = (list: readonly ChannelOutcome[]) => (attempt: Attempt) => {
            expect(ended).not.toContain(attempt.commandId);
            const answer = list[turn++ % list.length] ?? accepted;
            if (answer.kind !== 'not-accepted') ended.add(attempt.commandId);
            return answer;
          };
          const world = new LaneWorld({ answer: answerOf(first), standby: answerOf(second) });
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
          expect(new Set(ids).size).toBe(ids.length);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
