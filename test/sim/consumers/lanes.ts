import { lanes } from '../../../config/lanes.ts';
import { planLanes } from '../../../shared/lanes/lane-plan.ts';
import type { Environment } from '../models/environment.ts';
import { FunctionPool } from '../models/function-pool.ts';
import { Queue } from '../models/queue.ts';
import { QueueMapping } from '../models/queue-mapping.ts';
import type { QueueHandler } from '../mutation.ts';
import type { World } from '../world.ts';

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:111111111111:${name}`;

/** A queue of this world. Throws on a name that there is not. */
export const queueNamed = ({ queues }: World, name: string): Queue => {
  const queue = queues.get(arnOf(name));
  if (queue === undefined) throw new Error(`sim: there is no queue ${name}`);
  return queue;
};

/** Adds a queue and the function that works on it, with their numbers as they are deployed. */
export const serveQueue = (
  world: World,
  name: string,
  rules: ConstructorParameters<typeof Queue>[1] & ConstructorParameters<typeof QueueMapping>[1],
  pool: FunctionPool<Parameters<QueueHandler>[0], Awaited<ReturnType<QueueHandler>>>,
): Queue => {
  const queue = new Queue(name, rules, world);
  world.queues.set(queue.arn, queue);
  new QueueMapping(queue, rules, pool, world);
  return queue;
};

/** Adds the lanes of a pool and its two functions, as `config/lanes.ts` and the world's stage have them. */
export const serveLanes = (
  world: World,
  pool: keyof typeof lanes,
  timeoutSeconds: { readonly critical: number; readonly standard: number },
  open: (environment: Environment) => QueueHandler,
): void => {
  const functions = {
    critical: poolOf(world, timeoutSeconds.critical, open),
    standard: poolOf(world, timeoutSeconds.standard, open),
  };
  for (const lane of planLanes(lanes[pool], world.stage)) {
    serveQueue(
      world,
      `${pool}-${lane.tier}`,
      { ...lane, maxConcurrency: lane.maxConcurrency },
      functions[lane.role],
    );
  }
};

/** A function that works on queues. */
export const poolOf = (
  world: World,
  timeoutSeconds: number,
  open: (environment: Environment) => QueueHandler,
) =>
  new FunctionPool(world, {
    timeoutMs: timeoutSeconds * 1000,
    open: (environment) => {
      const handler = open(environment);
      return world.mutation.queueHandler?.(handler) ?? handler;
    },
  });
