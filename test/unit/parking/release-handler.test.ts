import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { turnCampaign } from '../../../shared/campaigns/turn-campaign.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { CAMPAIGN_PAUSED } from '../../../shared/parking/causes.ts';
import type { ParkedMessage } from '../../../shared/parking/parked-message.ts';
import { clockTick, type ReleaseRun } from '../../../shared/parking/release-order.ts';
import { STOP_CONTROL } from '../../../shared/policy/stop-order.ts';
import { breakerControl } from '../../../shared/resilience/breaker-record.ts';
import { createReleaseHandler } from '../../../shared/runtime/create-release-handler.ts';
import { aService } from '../../support/a-breaker.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aParkedMessage } from '../../support/a-parked-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { aDeadLetter, ParkingWorld } from '../../support/parking-world.ts';

/** A breaker's event as the bus brings it. */
const anEvent = (type: string, metadata: object = {}) => ({ id: 'e', detail: { event: { type, metadata } } });

/** The release of a stage with two agent types; each message for itself goes through the handler until there is none. */
const aRelease = (choices: { readonly slow?: boolean; readonly tickMs?: number } = {}) => {
  const world = new ParkingWorld();
  const orders: ReleaseRun[] = [];
  const sleeps: number[] = [];
  let remaining = 60_000;
  const handler = createReleaseHandler({
    ...world.ports,
    ...world.releaseDeps(),
    journal: world.journal,
    lot: world.lot,
    dimensions: {},
    groupMs: 0,
    random: () => 0,
    queue: { delete: async () => undefined, returnLater: async () => undefined },
    pools: ['email', 'sms'],
    services: [aService],
    controls: world.controls,
    newId: () => randomUUID(),
    ratePerSecond: 10,
    sleep: async (ms) => {
      sleeps.push(ms);
      world.now += choices.tickMs ?? 0;
      if (choices.slow) remaining = 0;
    },
    orders: {
      send: async (order) => {
        orders.push(JSON.parse(JSON.stringify(order)));
      },
    },
  });
  const park = async (changes: Partial<ParkedMessage> = {}) => {
    const lane = aLaneMessage(aSendEmailCommand());
    const parkedAt = world.now - 1000;
    const parked = aParkedMessage({ cause: 'BREAKER_OPEN', parkedAt, ...changes }, lane);
    await world.lot.put(parked, JSON.stringify(lane));
    return parked;
  };
  /** Gives the handler a message and then every order that it places; answers with how many it took. */
  const run = async (first: unknown): Promise<number> => {
    const queue: unknown[] = [first];
    let taken = 0;
    for (; queue.length > 0; taken += 1) {
      if (taken > 200) throw new Error('it goes on for ever');
      remaining = 60_000;
      const answer = await handler(
        { Records: [anSqsRecord(queue.shift())] },
        { getRemainingTimeInMillis: () => remaining },
      );
      expect(answer.batchItemFailures).toEqual([]);
      queue.push(...orders.splice(0));
    }
    return taken;
  };
  return { world, park, run, sleeps };
};

const ids = (messages: readonly { readonly id: string }[]) => messages.map(({ id }) => id).sort();

describe('createReleaseHandler', () => {
  it('releases what waited for events, of that pool only and nothing else, at its pace', async () => {
    const { world, park, run, sleeps } = aRelease();
    const waiting = await Promise.all(Array.from({ length: 5 }, () => park()));
    const others = [await park({ pool: 'sms' }), await park({ cause: 'RECEIVES_USED_UP' })];

    await run(anEvent('BREAKER_CLOSED', { agentType: 'email' }));

    expect(ids(world.returned.map(({ parked }) => parked))).toEqual(ids(waiting));
    const left = [...(await world.parked('email')), ...(await world.parked('sms'))];
    expect(ids(left)).toEqual(ids(others));
    expect(new Set(sleeps)).toEqual(new Set([100]));
    const [released] = await world.journal.read(waiting[0]?.aggregate ?? '');
    expect(released).toMatchObject({ type: 'released', body: { by: 'BREAKER_CLOSED' } });
  });

  it('releases in all pools when the event names none', async () => {
    const { world, park, run } = aRelease();
    const waiting = [await park({ cause: 'STOPPED' }), await park({ cause: 'STOPPED', pool: 'sms' })];

    await run(anEvent('CONTACT_RESUMED'));

    expect(ids(world.returned.map(({ parked }) => parked))).toEqual(ids(waiting));
  });

  it('goes on behind the last message when its time is over, past those that it must not send', async () => {
    const { world, park, run } = aRelease({ slow: true });
    const waiting = await Promise.all(Array.from({ length: 4 }, () => park()));
    const open = await park();
    const aggregate = commandAggregate(open.aggregate.replace('command#', ''));
    const claimed = { ...open.subject, attempt: 1, owner: 'o', deadlineAt: world.now };
    await world.journal.insert([fact('claimed', aggregate, world.now, claimed)]);

    await run(anEvent('BREAKER_CLOSED', { agentType: 'email' }));

    expect(ids(world.returned.map(({ parked }) => parked))).toEqual(ids(waiting));
    expect(ids(await world.parked())).toEqual([open.id]);
  });

  it('finds at the next minute what was set aside before the event and parked after it', async () => {
    const { world, run } = aRelease();
    await run(anEvent('BREAKER_CLOSED', { agentType: 'email' }));
    world.now += 86_400_000;
    const late = aDeadLetter(aLaneMessage(), 'lane', { 'switchboard-cause': 'BREAKER_OPEN' });
    world.waiting.push(late);

    await world.triage();
    await run(clockTick);

    expect(world.returned.map(({ parked }) => parked.id)).toEqual([late.messageId]);
  });

  it('releases one message as a probe where no new one comes, and nothing while the breaker or a stop holds', async () => {
    const { world, park, run } = aRelease();
    await Promise.all(Array.from({ length: 5 }, () => park()));
    const opened = { state: 'OPEN', term: 1, at: world.now, cause: 'PROVIDER_FAILURES', opens: 1 };
    const value = { ...opened, until: world.now + 5000 };
    await world.controls.write(breakerControl(aService), { version: 1, value });

    await run(clockTick);
    expect(world.returned).toEqual([]);
    world.now += 5000;
    await world.controls.write(STOP_CONTROL, { version: 1, value: { stopped: true } });
    await run(clockTick);
    expect(world.returned).toEqual([]);
    await world.controls.write(STOP_CONTROL, { version: 2, value: { stopped: false } });
    await run(clockTick);

    expect(world.returned).toHaveLength(1);
    const facts = await world.journal.read(world.returned[0]?.parked.aggregate ?? '');
    expect(facts).toMatchObject([{ type: 'released', body: { by: 'PROBE' } }]);
  });

  it('finds by the clock what waited for a campaign that goes on, where the event of it is lost', async () => {
    const { world, park, run } = aRelease();
    const waiting = await park({ cause: CAMPAIGN_PAUSED });
    const turn = (to: 'PAUSED' | 'RUNNING') =>
      turnCampaign(
        waiting.subject.campaignId ?? '',
        ({ state }) => (state === to ? undefined : { to, cause: 'COMMAND', hops: 0 }),
        { ...world, now: () => world.now },
      );
    await turn('PAUSED');
    world.now += 86_400_000;
    await run(clockTick);
    expect(world.returned).toEqual([]);

    await turn('RUNNING');
    world.now += 60_000;
    await run(clockTick);

    expect(world.returned.map(({ parked }) => parked.id)).toEqual([waiting.id]);
    const facts = await world.journal.read(waiting.aggregate);
    expect(facts).toMatchObject([{ type: 'released', body: { by: 'SWEEP' } }]);
  });

  it.each(['THROTTLED', 'NO_IDENTITY'])(
    'tries what was set aside as %s again after a minute, and not sooner',
    async (cause) => {
      const { world, run } = aRelease();
      world.now += 86_400_000;
      const letter = aDeadLetter(aLaneMessage(), 'lane', { 'switchboard-cause': cause });
      const attributes = { ...letter.attributes, SentTimestamp: String(world.now) };
      world.waiting.push({ ...letter, attributes });
      await world.triage();

      await run(clockTick);
      expect(world.returned).toEqual([]);
      world.now += 60_000;
      await run(clockTick);

      expect(world.returned.map(({ parked }) => parked.id)).toEqual([letter.messageId]);
      expect(world.ports.lines.some((line) => line.includes('"SET_ASIDE":1'))).toBe(true);
    },
  );

  it('releases what a provider refused for our set-up once its breaker has closed since', async () => {
    const { world, park, run } = aRelease();
    const cause = 'CONFIGURATION:SendingPausedException';
    const before = await park({ cause, parkedAt: world.now - 2000 });
    await park({ cause, parkedAt: world.now });
    const closed = { state: 'CLOSED', term: 1, at: world.now - 1000, cause: 'PROBE_SUCCEEDED' };
    await world.controls.write(breakerControl(aService), { version: 1, value: closed });

    await run(anEvent('BREAKER_CLOSED', { agentType: 'email' }));

    expect(world.returned.map(({ parked }) => parked.id)).toEqual([before.id]);
  });

  it('parks a message 9 times an hour at most, however often its release leads nowhere', async () => {
    const { world, run } = aRelease();
    const lane = aLaneMessage();
    let parkings = 0;
    const setAside = async () => {
      parkings += 1;
      const letter = aDeadLetter(lane, 'lane', { 'switchboard-cause': 'BREAKER_OPEN' });
      const attributes = { ...letter.attributes, SentTimestamp: String(world.now) };
      world.waiting.push({ ...letter, attributes });
      await world.triage();
    };
    await setAside();

    for (const end = world.now + 6 * 3_600_000; world.now < end; world.now += 5000) {
      await run(anEvent('BREAKER_CLOSED', { agentType: 'email' }));
      if (world.returned.splice(0).length > 0) await setAside();
    }

    expect(parkings).toBeGreaterThan(6);
    expect(parkings).toBeLessThanOrEqual(6 * 9);
    world.now += 900_000;
    await run(clockTick);
    expect(world.returned).toHaveLength(1);
  });

  it('stops within a second of the breaker opening again, and keeps the rest parked', async () => {
    const { world, park, run } = aRelease({ tickMs: 100 });
    await Promise.all(Array.from({ length: 40 }, () => park()));
    const send = world.returns.send;
    world.returns.send = async (parked, body) => {
      const value = {
        state: 'OPEN',
        term: 1,
        at: world.now,
        cause: 'X',
        opens: 1,
        until: world.now + 60_000,
      };
      await world.controls.write(breakerControl(aService), { version: 1, value });
      return send(parked, body);
    };

    await run(anEvent('BREAKER_CLOSED', { agentType: 'email' }));

    expect(world.returned.length).toBeLessThanOrEqual(11);
  });

  it('rejects an order that it cannot read', async () => {
    const { world, run } = aRelease();

    await run(anEvent('BREAKER_CLOSED', { agentType: 7 }));

    expect(world.journal.all()).toMatchObject([{ type: 'rejected' }]);
  });
});
