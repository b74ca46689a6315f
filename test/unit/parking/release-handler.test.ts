import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import type { ParkedMessage } from '../../../shared/parking/parked-message.ts';
import type { PlacedOrder } from '../../../shared/parking/release-order.ts';
import { createReleaseHandler } from '../../../shared/runtime/create-release-handler.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aParkedMessage } from '../../support/a-parked-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { ParkingWorld } from '../../support/parking-world.ts';

/** A breaker's event as the bus brings it. */
const anEvent = (type: string, metadata: object = {}) => ({ id: 'e', detail: { event: { type, metadata } } });

/** The release of a stage with two agent types; each message for itself goes through the handler until there is none. */
const aRelease = (
  choices: { readonly slow?: boolean; readonly before?: (round: number) => Promise<void> } = {},
) => {
  const world = new ParkingWorld();
  const orders: PlacedOrder[] = [];
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
    ratePerSecond: 10,
    sleep: async (ms) => {
      sleeps.push(ms);
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
      await choices.before?.(taken);
      remaining = 60_000;
      const answer = await handler(
        { Records: [anSqsRecord(queue.shift())] },
        { getRemainingTimeInMillis: () => remaining },
      );
      expect(answer.batchItemFailures).toEqual([]);
      for (const { sweep, delaySeconds } of orders.splice(0)) {
        expect(delaySeconds).toBeLessThanOrEqual(900);
        world.now += delaySeconds * 1000;
        queue.push(sweep);
      }
    }
    return taken;
  };
  return { world, park, run, sleeps };
};

const ids = (messages: readonly { readonly id: string }[]) => messages.map(({ id }) => id).sort();

describe('createReleaseHandler', () => {
  it('releases what waited for the event, of that pool and cause only, at its pace', async () => {
    const { world, park, run, sleeps } = aRelease();
    const waiting = await Promise.all(Array.from({ length: 5 }, () => park()));
    const others = [
      await park({ pool: 'sms' }),
      await park({ cause: 'STOPPED' }),
      await park({ cause: 'RECEIVES_USED_UP' }),
    ];

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

  it('finds what was set aside before the event and parked after it', async () => {
    const late: ParkedMessage[] = [];
    const release = aRelease({
      before: async (round) => {
        if (round === 1) late.push(await release.park({ parkedAt: release.world.now }));
      },
    });

    await release.run(anEvent('BREAKER_CLOSED', { agentType: 'email' }));

    expect(release.world.returned.map(({ parked }) => parked.id)).toEqual(ids(late));
  });

  it('ends, also when everything that it releases is set aside again at once', async () => {
    const { world, park, run } = aRelease();
    await park();
    world.returns.send = async (parked) => {
      await park({ ...parked, id: randomUUID(), parkedAt: world.now + 1 });
      return 'sent';
    };

    expect(await run(anEvent('BREAKER_CLOSED', { agentType: 'email' }))).toBeLessThan(50);
  });

  it('rejects an order that it cannot read', async () => {
    const { world, run } = aRelease();

    await run(anEvent('BREAKER_CLOSED', { agentType: 7 }));

    expect(world.journal.all()).toMatchObject([{ type: 'rejected' }]);
  });
});
