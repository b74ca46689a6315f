import type { Balancer } from '../../balancing/balancer.ts';
import type { Settled } from '../settled.ts';
import type { Claimed } from './work.ts';

export type TimeCallsDeps = {
  readonly balancer: Pick<Balancer, 'ended'>;
  readonly now: () => number;
  readonly providerTimeoutMs: number;
};

/** Outcomes by which a provider has answered for itself, be it with a refusal. */
const ANSWERS: ReadonlySet<string> = new Set(['SENT', 'FAILED', 'FELL_BACK']);

/**
 * Has the balancer know how long each identity's calls take, if it wants to. One that failed counts as the whole time-out: else an identity
 * that refuses at once would look like the fastest of all. What a standby did says nothing of an identity.
 */
export const timeCalls = <C extends Claimed<unknown>>(
  deliver: (claimed: C) => Promise<Settled>,
  { balancer: { ended }, now, providerTimeoutMs }: TimeCallsDeps,
): ((claimed: C) => Promise<Settled>) => {
  if (ended === undefined) return deliver;
  return async (claimed) => {
    const startedAt = now();
    const settled = await deliver(claimed);
    if (claimed.service.standby !== undefined) return settled;
    const hasAnswered = ANSWERS.has(settled.outcome);
    const tookMs = Math.max(0, now() - startedAt);
    ended(claimed.lane.identity, hasAnswered ? tookMs : Math.max(tookMs, providerTimeoutMs));
    return settled;
  };
};
