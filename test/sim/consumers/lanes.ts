import { lanes } from '../../../config/lanes.ts';
import { planLanes } from '../../../shared/lanes/lane-plan.ts';
import type { DeadLetterSource } from '../../../shared/parking/read-dead-letter.ts';
import type { Environment } from '../models/environment.ts';
import { FunctionPool } from '../models/function-pool.ts';
import { Queue, type QueueRules } from '../models/queue.ts';
import { QueueMapping, type QueueMappingOptions } from '../models/queue-mapping.ts';
import type { QueueHandler } from '../mutation.ts';
import type { World } from '../world.ts';

type Pool = FunctionPool<Parameters<QueueHandler>[0], Awaited<ReturnType<QueueHandler>>>;
type Rules = Omit<QueueRules, 'deadLetters'> & QueueMappingOptions;

const arnOf = (name: string) => `arn:aws:sqs:us-east-1:111111111111:${name}`;

/** A queue of this world. Throws on a name that there is not. */
export const queueNamed = ({ queues }: World, name: string): Queue => {
  const queue = queues.get(arnOf(name));
  if (queue === undefined) throw new Error(`sim: there is no queue ${name}`);
  return queue;
};

/** Adds a queue with its dead letters, and the function that works on it, with their numbers as they are deployed. */
export const serveQueue = (
  world: World,
  name: string,
  rules: Rules,
  pool: Pool,
  source?: DeadLetterSource,
): Queue => {
  const { visibilityTimeoutSeconds, fifo = false } = rules;
  const deadLetters = new Queue(`${name}-dead`, { visibilityTimeoutSeconds, fifo }, world);
  const queue = new Queue(name, { ...rules, deadLetters }, world);
  for (const each of [queue, deadLetters]) world.queues.set(each.arn, each);
  if (source !== undefined) world.deadLetterSources.set(deadLetters.arn, source);
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
  const carries = pool === 'coordinator' ? 'bus-events' : 'lane-messages';
  for (const lane of planLanes(lanes[pool], world.stage)) {
    const { tier, role } = lane;
    serveQueue(world, `${pool}-${tier}`, lane, functions[role], { pool, tier, carries });
  }
};

/** A function that works on queues. */
export const poolOf = (
  world: World,
  timeoutSeconds: number,
  open: (environment: Environment) => QueueHandler,
): Pool =>
  new FunctionPool(world, {
    timeoutMs: timeoutSeconds * 1000,
    open: (environment) => {
      const handler = open(environment);
      return world.mutation.queueHandler?.(handler) ?? handler;
    },
  });
