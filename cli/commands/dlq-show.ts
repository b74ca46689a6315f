import type { ParkingLot } from '../../shared/parking/parking-lot.ts';
import type { PersonalCipher } from '../../shared/security/personal-cipher.ts';
import { findById } from '../dlq/find-parked.ts';
import { revealBody, visibleEnvelope } from '../dlq/visible-envelope.ts';
import { visibleText } from '../format/visible-text.ts';
import type { Outcome } from '../outcome.ts';
import { parkedFields } from './dlq-list.ts';

export type ShowParked = {
  readonly lot: Pick<ParkingLot, 'list' | 'get'>;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  readonly pools: readonly string[];
  readonly id: string;
  /** Whether personal fields are shown too, in the clear. */
  readonly reveal: boolean;
};

/** `dlq show`: the parked messages of an id with their envelopes. */
export const showParked = async ({ lot, cipher, pools, id, reveal }: ShowParked): Promise<Outcome> => {
  const messages = await findById(lot, id, pools);
  const shown = await Promise.all(
    messages.map(async (parked) => {
      const body = await lot.get(parked);
      const message =
        body === undefined
          ? null
          : reveal
            ? await revealBody(body, cipher)
            : (visibleEnvelope(body) ?? 'no command: --reveal shows it as it came');
      return { ...parkedFields(parked), bodyKept: body !== undefined, message };
    }),
  );
  return {
    exit: 'OK',
    json: { parked: shown },
    lines: shown.flatMap((entry) => JSON.stringify(entry, undefined, 2).split('\n').map(visibleText)),
  };
};
