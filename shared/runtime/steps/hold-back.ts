import type { ServiceBreaker } from '../../resilience/external-service.ts';
import type { Batch } from '../batch.ts';
import { Settled } from '../settled.ts';
import { CLOCK_SKEW_MS } from './claim-attempts.ts';
import type { Rendered } from './work.ts';

/**
 * Lets through those that the service's breaker admits. The others are set aside before anything of them is claimed; of a
 * half-open breaker one goes on, as the probe.
 */
export const holdBack = async <Content>(
  batch: Batch,
  rendered: readonly Rendered<Content>[],
  breaker: ServiceBreaker,
): Promise<readonly Rendered<Content>[]> => {
  if (rendered.length === 0) return rendered;
  const admitted = await breaker.admit(batch.remainingMs() + CLOCK_SKEW_MS);
  if (admitted === 'all') return rendered;
  const goingOn = admitted === 'one' ? 1 : 0;
  for (const { record } of rendered.slice(goingOn)) {
    batch.settle(record, new Settled('HELD_BACK', [], { cause: 'BREAKER_OPEN' }, 'BREAKER_OPEN'));
  }
  return rendered.slice(0, goingOn);
};
