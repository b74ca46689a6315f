import { awsLimits } from '../aws-limits.ts';
import type { EventQueue } from './event-queue.ts';
import { createGrowth, type Fetcher, type FetcherHooks } from './fetcher.ts';
import type { LimitName, PollerModel } from './model.ts';
import { createProvisionedPollers } from './provisioned-pollers.ts';

const MINUTE = 60_000;

/** Makes what fetches for one mapping, `batchBytes` at a time. */
export const createFetcher = (
  model: PollerModel,
  events: EventQueue,
  batchBytes: number,
  hooks: FetcherHooks,
): Fetcher => {
  switch (model.kind) {
    case 'fixed':
      return slots(() => model.slots, 'slots');
    case 'scaled':
      return scaled(model.cap, events, hooks);
    case 'provisioned':
      return createProvisionedPollers(model, events, batchBytes, hooks);
  }
};

const slots = (limit: () => number, name: LimitName): Fetcher => {
  let busy = 0;
  const slot = {
    release: () => {
      busy -= 1;
    },
  };
  return () => {
    if (busy >= limit()) return name;
    busy += 1;
    return slot;
  };
};

const scaled = (cap: number, events: EventQueue, hooks: FetcherHooks): Fetcher => {
  const most = Math.min(cap, awsLimits.mostConcurrency.value);
  let allowed = Math.min(most, awsLimits.firstConcurrency.value);
  const scaleUp = createGrowth(events, MINUTE / awsLimits.concurrencyAMinute.value, hooks, () => {
    if (allowed >= most) return false;
    allowed += 1;
    return true;
  });
  const take = slots(() => allowed, 'MaximumConcurrency of the mapping');
  return () => {
    const taken = take();
    if (typeof taken !== 'string' || allowed >= most) return taken;
    scaleUp();
    return 'pollers scale up by 300 concurrent invokes a minute';
  };
};
