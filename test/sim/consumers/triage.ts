import { agents } from '../../../config/agents.ts';
import { servicesOf } from '../../../shared/agents/services-of.ts';
import { ParkingUnavailableError } from '../../../shared/parking/errors.ts';
import { createTriageHandler } from '../../../shared/runtime/create-triage-handler.ts';
import { QueueMapping } from '../models/queue-mapping.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';
import { poolOf } from './lanes.ts';

const TIMEOUT_SECONDS = 15;
/** As `DeadLetterTriage` deploys its mappings. */
const MAPPING = { batchSize: 10, batchWindowSeconds: 0, maxConcurrency: 2 };

/** The triage of every dead-letter queue that has one; it comes after those who add queues. */
export const addTriage = (world: World): void => {
  const pool = poolOf(world, TIMEOUT_SECONDS, (environment) =>
    createTriageHandler({
      ...portsOf(world, environment),
      dimensions: {},
      groupMs: 5000,
      lot: environment.wrap(world.lot, () => new ParkingUnavailableError()),
      services: servicesOf(agents),
      sourceOf: (arn) => world.deadLetterSources.get(arn),
    }),
  );
  for (const arn of world.deadLetterSources.keys()) {
    const queue = world.queues.get(arn);
    if (queue !== undefined) new QueueMapping(queue, MAPPING, pool, world);
  }
};
