import { breakerStateOf } from '../../../shared/resilience/breaker-record.ts';
import { BREAKER_GRACE_MS, channelOfBreaker } from './breaker-channels.ts';
import type { Invariant } from './invariant.ts';

type Seen = { openedAt: number | undefined; probes: number; calls: number };

/** An open breaker holds all environments back; from then on each probe is one call. */
export const breakerHolds: Invariant = {
  number: 9,
  rule: 'once a breaker is open no more calls begin than probes were let through, until it closes',
  watch: (world) => {
    const seenOf = new Map<string, Seen>();
    return {
      controlled: (name, control) => {
        const channel = channelOfBreaker.get(name);
        if (channel === undefined) return;
        const seen = seenOf.get(channel) ?? { openedAt: undefined, probes: 0, calls: 0 };
        const { state } = breakerStateOf(control);
        if (state === 'CLOSED') seenOf.set(channel, { openedAt: undefined, probes: 0, calls: 0 });
        else {
          const probes = seen.probes + (state === 'HALF_OPEN' ? 1 : 0);
          seenOf.set(channel, { ...seen, openedAt: seen.openedAt ?? world.clock.now, probes });
        }
      },
      started: ({ commandId, channel }, startedAt) => {
        const seen = seenOf.get(channel);
        if (seen?.openedAt === undefined || startedAt - seen.openedAt <= BREAKER_GRACE_MS) return;
        seen.calls += 1;
        if (seen.calls <= seen.probes) return;
        const openMs = startedAt - seen.openedAt;
        world.violate(
          9,
          `is call ${seen.calls} after ${seen.probes} probes, ${openMs} ms after the breaker opened`,
          commandId,
        );
      },
    };
  },
};
