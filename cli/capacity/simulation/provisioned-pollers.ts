import { awsLimits } from '../aws-limits.ts';
import type { EventQueue } from './event-queue.ts';
import { createGrowth, type Fetcher, type FetcherHooks, type Slot } from './fetcher.ts';
import type { PollerModel } from './model.ts';

const MINUTE = 60_000;
const SECOND = 1000;

type Poller = { inFlight: number; nextCallAt: number };

/** Makes the pollers of a mapping that has its own: each with so many receives and bytes a second, and invokes at once. */
export const createProvisionedPollers = (
  { minimum, maximum }: Extract<PollerModel, { kind: 'provisioned' }>,
  events: EventQueue,
  batchBytes: number,
  hooks: FetcherHooks,
): Fetcher => {
  const { pollerCallsASecond, pollerBytesASecond, pollerConcurrencyAMinute, pollerInvokes } = awsLimits;
  const betweenMs = SECOND * Math.max(1 / pollerCallsASecond.value, batchBytes / pollerBytesASecond.value);
  const stepMs = (MINUTE * pollerInvokes.value) / pollerConcurrencyAMinute.value;
  const pollers: Poller[] = Array.from({ length: minimum }, () => ({ inFlight: 0, nextCallAt: 0 }));
  const wakeAt = createAlarm(events, hooks.wake);
  const scaleUp = createGrowth(events, stepMs, hooks, () => {
    if (pollers.length >= maximum) return false;
    pollers.push({ inFlight: 0, nextCallAt: 0 });
    return true;
  });
  let next = 0;
  return () => {
    const found = nextFree(pollers, next, events.now());
    if ('poller' in found) {
      next = (found.index + 1) % pollers.length;
      return slotOf(found.poller, events.now() + betweenMs);
    }
    scaleUp();
    if (found.freeAt === Number.POSITIVE_INFINITY) return 'concurrent invokes of the provisioned pollers';
    wakeAt(found.freeAt);
    return 'receives a second of the provisioned pollers';
  };
};

type Search = { readonly poller: Poller; readonly index: number } | { readonly freeAt: number };

/** The next poller in turn that may receive now, or when the first may whose invokes are not all taken. */
const nextFree = (pollers: readonly Poller[], from: number, now: number): Search => {
  let freeAt = Number.POSITIVE_INFINITY;
  for (let step = 0; step < pollers.length; step += 1) {
    const index = (from + step) % pollers.length;
    const poller = pollers[index];
    if (poller === undefined || poller.inFlight >= awsLimits.pollerInvokes.value) continue;
    if (poller.nextCallAt <= now) return { poller, index };
    freeAt = Math.min(freeAt, poller.nextCallAt);
  }
  return { freeAt };
};

const slotOf = (poller: Poller, nextCallAt: number): Slot => {
  poller.inFlight += 1;
  poller.nextCallAt = nextCallAt;
  return {
    release: () => {
      poller.inFlight -= 1;
    },
  };
};

/** Calls once at the earliest of the times that it is given. */
const createAlarm = (events: EventQueue, ring: () => void): ((at: number) => void) => {
  let setTo = Number.POSITIVE_INFINITY;
  return (at) => {
    if (setTo <= at) return;
    setTo = at;
    events.add(at, () => {
      if (setTo === at) setTo = Number.POSITIVE_INFINITY;
      ring();
    });
  };
};
