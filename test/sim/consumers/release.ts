import { agents } from '../../../config/agents.ts';
import { servicesOf } from '../../../shared/agents/services-of.ts';
import { LaneUnavailableError } from '../../../shared/lanes/errors.ts';
import { laneTierOf } from '../../../shared/lanes/lane-plan.ts';
import type { Event } from '../../../shared/messages/event.ts';
import { releasedBy } from '../../../shared/parking/causes.ts';
import { ParkingUnavailableError } from '../../../shared/parking/errors.ts';
import { clockTick, type ReleaseOrders } from '../../../shared/parking/release-order.ts';
import type { ReturnQueue } from '../../../shared/parking/return-queue.ts';
import { createReleaseHandler } from '../../../shared/runtime/create-release-handler.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';
import { poolOf, queueNamed, serveQueue } from './lanes.ts';

const TIMEOUT_SECONDS = 60;
/** While messages are on their way the clock asks each minute. */
const MINUTES = 180;
/** As `ParkingRelease` deploys its queue. */
const RULES = {
  visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS,
  maxReceives: 5,
  batchSize: 1,
  batchWindowSeconds: 0,
  maxConcurrency: 2,
};

/** The function that releases what waited for a breaker, behind the bus's rule and the clock's. */
export const addRelease = (world: World): void => {
  const unavailable = () => new LaneUnavailableError();
  const pool = poolOf(world, TIMEOUT_SECONDS, (environment) =>
    createReleaseHandler({
      ...portsOf(world, environment),
      dimensions: {},
      groupMs: 30_000,
      ratePerSecond: 20,
      pools: Object.keys(agents),
      services: servicesOf(agents),
      sleep: (ms) => new Promise((resolve) => world.clock.after(ms, resolve)),
      lot: environment.wrap(world.lot, () => new ParkingUnavailableError()),
      returns: environment.wrap(returnsOf(world), unavailable),
      orders: environment.wrap(ordersOf(world), unavailable),
    }),
  );
  const queue = serveQueue(world, 'releases', RULES, pool, { pool: 'releases', carries: 'news' });
  world.bus.addTarget({
    matches: ({ detailType, detail }) =>
      detailType === 'EVENT' && Object.hasOwn(releasedBy, (detail as Event).event.type),
    take: (_, body) => queue.send(body()),
  });
  const tick = () => void queue.send(JSON.stringify(clockTick));
  for (let minute = 1; minute <= MINUTES; minute += 1) world.clock.after(minute * 60_000, tick);
};

const returnsOf = (world: World): ReturnQueue => ({
  send: async ({ pool, tier }, body) => {
    if (tier === undefined) return 'no-queue';
    queueNamed(world, `${pool}-${laneTierOf(tier, world.stage)}`).send(body);
    return 'sent';
  },
});

const ordersOf = (world: World): ReleaseOrders => ({
  send: async (run) => queueNamed(world, 'releases').send(JSON.stringify(run)),
});
