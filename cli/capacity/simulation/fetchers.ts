import { awsLimits } from '../aws-limits.ts';
import type { EventQueue } from './event-queue.ts';
import type { LimitName, PollerModel } from './model.ts';

const MINUTE = 60_000;
const SECOND = 1000;

/** A right to bring one batch to the function; it is given back when the batch is done. */
export type Slot = { readonly release: () => void };

/** What fetches a queue's messages. */
export type Fetcher = {
  /** A slot, or why there is none. When one may be free again, `wake` is called. */
  take(): Slot | LimitName;
  /** How many batches are on their way or in a function. */
  busy(): number;
};

/** Makes what fetches for one mapping. `waiting` says whether messages are left over. */
export const createFetcher = (
  model: PollerModel,
  events: EventQueue,
  batchBytes: number,
  hooks: { readonly wake: () => void; readonly waiting: () => boolean },
): Fetcher => {
  switch (model.kind) {
    case 'fixed':
      return slots(() => model.slots, 'slots');
    case 'scaled':
      return scaled(model.cap, events, hooks);
    case 'provisioned':
      return provisioned(model, events, batchBytes, hooks);
  }
};

type Hooks = Parameters<typeof createFetcher>[3];

const slots = (limit: () => number, name: LimitName): Fetcher => {
  let busy = 0;
  const slot = {
    release: () => {
      busy -= 1;
    },
  };
  return {
    busy: () => busy,
    take: () => {
      if (busy >= limit()) return name;
      busy += 1;
      return slot;
    },
  };
};

/** AWS adds up to 300 a minute; here they come one by one, evenly, while messages are left over. */
const scaled = (cap: number, events: EventQueue, { wake, waiting }: Hooks): Fetcher => {
  const most = Math.min(cap, awsLimits.mostConcurrency.value);
  const step = MINUTE / awsLimits.concurrencyAMinute.value;
  let allowed = Math.min(most, awsLimits.firstConcurrency.value);
  let growing = false;
  const inner = slots(() => allowed, 'MaximumConcurrency of the mapping');
  const grow = () => {
    growing = false;
    if (!waiting()) return;
    allowed = Math.min(most, allowed + 1);
    wake();
    if (waiting()) start();
  };
  const start = () => {
    if (growing || allowed >= most) return;
    growing = true;
    events.add(events.now() + step, grow);
  };
  return {
    busy: inner.busy,
    take: () => {
      const taken = inner.take();
      if (typeof taken !== 'string') return taken;
      if (allowed >= most) return taken;
      start();
      return 'pollers scale up by 300 concurrent invokes a minute';
    },
  };
};

type Poller = { inFlight: number; nextCallAt: number };

const provisioned = (
  { minimum, maximum }: Extract<PollerModel, { kind: 'provisioned' }>,
  events: EventQueue,
  batchBytes: number,
  { wake, waiting }: Hooks,
): Fetcher => {
  const { pollerInvokes, pollerCallsASecond, pollerBytesASecond, pollerConcurrencyAMinute } = awsLimits;
  const between = Math.max(
    SECOND / pollerCallsASecond.value,
    (batchBytes * SECOND) / pollerBytesASecond.value,
  );
  const step = (MINUTE * pollerInvokes.value) / pollerConcurrencyAMinute.value;
  const pollers: Poller[] = Array.from({ length: minimum }, () => ({ inFlight: 0, nextCallAt: 0 }));
  let [busy, next, growing, wakeAt] = [0, 0, false, Number.POSITIVE_INFINITY];
  const grow = () => {
    growing = false;
    if (!waiting() || pollers.length >= maximum) return;
    pollers.push({ inFlight: 0, nextCallAt: 0 });
    wake();
    startGrowing();
  };
  const startGrowing = () => {
    if (growing || pollers.length >= maximum) return;
    growing = true;
    events.add(events.now() + step, grow);
  };
  const wakeLater = (at: number) => {
    if (wakeAt <= at) return;
    wakeAt = at;
    events.add(at, () => {
      if (wakeAt === at) wakeAt = Number.POSITIVE_INFINITY;
      wake();
    });
  };
  const take = (): Slot | LimitName => {
    const now = events.now();
    let earliest = Number.POSITIVE_INFINITY;
    for (let tried = 0; tried < pollers.length; tried += 1) {
      const poller = pollers[(next + tried) % pollers.length] as Poller;
      if (poller.inFlight >= pollerInvokes.value) continue;
      if (poller.nextCallAt > now) {
        earliest = Math.min(earliest, poller.nextCallAt);
        continue;
      }
      next = (next + tried + 1) % pollers.length;
      poller.inFlight += 1;
      poller.nextCallAt = now + between;
      busy += 1;
      return slotOf(poller, () => {
        busy -= 1;
      });
    }
    startGrowing();
    if (earliest === Number.POSITIVE_INFINITY) return 'concurrent invokes of the provisioned pollers';
    wakeLater(earliest);
    return 'receives a second of the provisioned pollers';
  };
  return { busy: () => busy, take };
};

const slotOf = (poller: Poller, released: () => void): Slot => ({
  release: () => {
    poller.inFlight -= 1;
    released();
  },
});
