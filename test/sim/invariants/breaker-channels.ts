import { agents } from '../../../config/agents.ts';
import { breakerControl } from '../../../shared/resilience/breaker-record.ts';

/** The channel that a breaker's switch stands for, by the switch's name. */
export const channelOfBreaker: ReadonlyMap<string, string> = new Map(
  Object.entries(agents).map(([agentType, { channel, provider }]) => [
    breakerControl({ agentType, service: provider.kind }),
    channel,
  ]),
);

/**
 * Milliseconds after it opened in which a call may still begin: a switch is looked at once a second, and what was admitted
 * claims first and sends on a verdict that is at most 3 s old.
 */
export const BREAKER_GRACE_MS = 1000 + 3000;
