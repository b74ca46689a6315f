import type { Batch } from '../batch.ts';
import { CLOCK_SKEW_MS } from './claim-attempts.ts';
import { type HeldBackDeps, settleHeldBack } from './fall-back.ts';
import type { Admitted, AgentService, Rendered } from './work.ts';

/**
 * Chooses each command's provider: the first whose breaker admits it; of a half-open breaker one goes on, as the probe, and
 * the others to the next. Those that none admits go on by another channel or are set aside, before anything of them is claimed.
 */
export const holdBack = async <Content>(
  batch: Batch,
  rendered: readonly Rendered<Content>[],
  services: readonly AgentService<Content>[],
  deps: HeldBackDeps,
): Promise<readonly Admitted<Content>[]> => {
  const admitted: Admitted<Content>[] = [];
  for (const service of services) {
    const waiting = rendered.slice(admitted.length);
    if (waiting.length === 0) break;
    const who = await service.breaker.admit(batch.remainingMs() + CLOCK_SKEW_MS);
    const count = { all: waiting.length, one: 1, none: 0 }[who];
    admitted.push(...waiting.slice(0, count).map((item) => ({ ...item, service })));
  }
  await batch.pass(rendered.slice(admitted.length), settleHeldBack(deps));
  return admitted;
};
