import type { ParkedMessage } from './parked-message.ts';
import { type ReleaseDeps, type ReleaseOrder, type ReleaseResult, releaseParked } from './release-parked.ts';

export type Pace = {
  /** Messages a second at most. */
  readonly ratePerSecond: number;
  readonly sleep: (ms: number) => Promise<void>;
};

/**
 * Releases messages one after the other, each so much later than the one before that their lanes are not flooded. Gives up the
 * rest when it may not go on; the first is always tried. Throws where a port fails, or, with `skipsFailures`, leaves that
 * message where it is and goes on.
 */
export const releaseInTurn = async (
  messages: readonly ParkedMessage[],
  order: ReleaseOrder,
  deps: ReleaseDeps & Pace & { readonly mayGoOn?: () => Promise<boolean>; readonly skipsFailures?: boolean },
): Promise<readonly ReleaseResult[]> => {
  const results: ReleaseResult[] = [];
  for (const parked of messages) {
    if (results.length > 0 && (await deps.mayGoOn?.()) === false) break;
    const result = await releaseParked(parked, order, deps).catch((error): ReleaseResult => {
      if (deps.skipsFailures !== true) throw error;
      return { parked, outcome: 'REFUSED', reason: 'NOT_RELEASED' };
    });
    results.push(result);
    if (result.outcome === 'RELEASED') await deps.sleep(1000 / deps.ratePerSecond);
  }
  return results;
};
