import type { ParkedFilter, ParkedMessage } from '../../shared/parking/parked-message.ts';
import type { ParkingLot } from '../../shared/parking/parking-lot.ts';
import { CliError } from '../cli-error.ts';

/** Which parked messages the user means. */
export type ParkedChoice = ParkedFilter & {
  /** The pools to look through. */
  readonly pools: readonly string[];
  /** Messages at most. */
  readonly limit: number;
};

/** The chosen messages, oldest first in each pool, and whether there may be more of them. */
export const findParked = async (
  lot: Pick<ParkingLot, 'list'>,
  { pools, limit, ...filter }: ParkedChoice,
): Promise<{ readonly messages: readonly ParkedMessage[]; readonly complete: boolean }> => {
  const found: ParkedMessage[] = [];
  for (const pool of pools) {
    let after: string | undefined;
    do {
      const page = await lot.list(pool, filter, after);
      found.push(...page.messages);
      if (found.length > limit) return { messages: found.slice(0, limit), complete: false };
      after = page.next;
    } while (after !== undefined);
  }
  return { messages: found, complete: true };
};

/** The parked messages of an id: one message's, or its command's. Throws where there is none. */
export const findById = async (
  lot: Pick<ParkingLot, 'list'>,
  id: string,
  pools: readonly string[],
): Promise<readonly ParkedMessage[]> => {
  const { messages } = await findParked(lot, { id, pools, limit: Number.POSITIVE_INFINITY });
  if (messages.length > 0) return messages;
  throw new CliError(
    'FAILED',
    `No parked message has the id ${id}.`,
    'switchboard dlq list shows them; switchboard command status shows what became of a command.',
  );
};
