import type { Balancer, Chosen } from '../../balancing/balancer.ts';
import { errorFields, type Logger } from '../../observability/logger.ts';
import type { Metrics } from '../../observability/metrics.ts';
import type { Batch } from '../batch.ts';
import { retryLater, Settled } from '../settled.ts';
import type { Task } from './work.ts';

export type BalanceDeps = {
  readonly balancer: Balancer;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly dimensions: Readonly<Record<string, string>>;
};

/**
 * Chooses the identity of each command, as the pool is now: what was proposed when it was accepted may be hours old. Its facts
 * name that one from here on. Where nobody is in rotation, commands are set aside.
 */
export const chooseIdentities = async (
  batch: Batch,
  tasks: readonly Task[],
  { balancer, log, metrics, dimensions }: BalanceDeps,
): Promise<readonly Task[]> => {
  if (tasks.length === 0) return tasks;
  const choose = await balancer.open().catch((error: unknown) => {
    log.error('identities not known', errorFields(error));
    return undefined;
  });
  const chosen = await batch.pass(tasks, (task) => {
    if (choose === undefined) return retryLater('IDENTITIES_UNKNOWN');
    const { identity, choice } = task.lane;
    const found = choose({ identity, choice, customerId: task.subject.customerId });
    return found === undefined ? nobody() : withIdentity(task, found);
  });
  const fellBack = chosen.filter(({ insteadOf }) => insteadOf !== undefined).length;
  if (fellBack > 0) metrics.put(dimensions, { PIN_FELL_BACK: fellBack });
  return chosen;
};

const withIdentity = (task: Task, { identity, insteadOf }: Chosen): Task =>
  identity === task.lane.identity && insteadOf === undefined
    ? task
    : { ...task, lane: { ...task.lane, identity }, subject: { ...task.subject, identity }, insteadOf };

const nobody = (): Settled => new Settled('HELD_BACK', [], { cause: 'NO_IDENTITY' }, 'NO_IDENTITY');
