import { agents } from '../../../config/agents.ts';
import { breakerControl, breakerStateOf } from '../../../shared/resilience/breaker-record.ts';
import type { Invariant } from './invariant.ts';

/**
 * Milliseconds after it opened in which a call may still begin: a switch is looked at once a second, and what was admitted
 * claims first and sends on a verdict that is at most 3 s old.
 */
const GRACE_MS = 1000 + 3000;

type Seen = { openedAt: number | undefined; probes: number; calls: number };

/** An open breaker holds all environments back; from then on each probe is one call. */
export const breakerHolds: Invariant = {
  number: 9,
  rule: 'once a breaker is open no more calls begin than probes were let through, until it closes',
  watch: (world) => {
    const seenOf = new Map<string, Seen>();
    const channelOf = new Map(
      Object.entries(agents).map(([agentType, { channel, provider }]) => [
        breakerControl({ agentType, service: provider.kind }),
        channel,
      ]),
    );
    return {
      controlled: (name, control) => {
        const channel = channelOf.get(name);
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
        if (seen?.openedAt === undefined || startedAt - seen.openedAt <= GRACE_MS) return;
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
