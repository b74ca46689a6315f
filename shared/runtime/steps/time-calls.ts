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
 * Has the balancer know how long each identity's calls take. One that failed counts as the whole time-out: else an identity
 * that refuses at once would look like the fastest of all. What a standby did says nothing of an identity.
 */
export const timeCalls =
  <C extends Claimed<unknown>>(
    deliver: (claimed: C) => Promise<Settled>,
    { balancer, now, providerTimeoutMs }: TimeCallsDeps,
  ) =>
  async (claimed: C): Promise<Settled> => {
    const startedAt = now();
    const settled = await deliver(claimed);
    if (claimed.service.standby !== undefined) return settled;
    const hasAnswered = ANSWERS.has(settled.outcome);
    const tookMs = Math.max(0, now() - startedAt);
    balancer.ended(claimed.lane.identity, hasAnswered ? tookMs : Math.max(tookMs, providerTimeoutMs));
    return settled;
  };
