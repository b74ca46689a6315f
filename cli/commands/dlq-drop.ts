import { type DropDeps, dropParked } from '../../shared/parking/drop-parked.ts';
import type { ParkingLot } from '../../shared/parking/parking-lot.ts';
import { findById } from '../dlq/find-parked.ts';
import type { Outcome } from '../outcome.ts';
import { parkedFields } from './dlq-list.ts';

export type Drop = {
  readonly deps: DropDeps & { readonly lot: ParkingLot };
  readonly pools: readonly string[];
  readonly id: string;
  /** A code such as `OBSOLETE`. */
  readonly reason: string;
};

/** `dlq drop`: ends the parked messages of an id unsent and forgets them. Fails when one of them stays parked. */
export const dropMessages = async ({ deps, pools, id, reason }: Drop): Promise<Outcome> => {
  const messages = await findById(deps.lot, id, pools);
  const dropped = [];
  for (const parked of messages) {
    dropped.push({ ...parkedFields(parked), outcome: await dropParked(parked, reason, deps) });
  }
  const refused = dropped.filter(({ outcome }) => outcome === 'REFUSED');
  return {
    exit: refused.length > 0 ? 'FAILED' : 'OK',
    json: { dropped },
    lines: dropped.map(({ id: messageId, outcome }) =>
      outcome === 'REFUSED'
        ? `${messageId} stays: its customer may have been contacted; first resolve it (switchboard unknown)`
        : `${messageId} ${outcome === 'DROPPED' ? 'is dropped' : 'is forgotten; its command had ended'}`,
    ),
  };
};
