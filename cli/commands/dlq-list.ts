import { commandIdOf } from '../../shared/journal/command-facts.ts';
import type { ParkedMessage } from '../../shared/parking/parked-message.ts';
import type { ParkingLot } from '../../shared/parking/parking-lot.ts';
import { findParked, type ParkedChoice } from '../dlq/find-parked.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';

/** A parked message as `dlq` commands print it. */
export const parkedFields = ({
  id,
  pool,
  tier,
  parkedAt,
  cause,
  attempt,
  aggregate,
  subject,
}: ParkedMessage) => ({
  id,
  commandId: commandIdOf(aggregate) ?? null,
  pool,
  tier: tier ?? null,
  parkedAt: new Date(parkedAt).toISOString(),
  cause,
  /** The attempt of which nobody knows whether its customer was contacted by it; 0 where there is none. */
  openAttempt: attempt,
  commandType: subject.commandType,
  campaignId: subject.campaignId ?? null,
});

/** `dlq list`: the messages that are kept aside. */
export const listParked = async (lot: Pick<ParkingLot, 'list'>, choice: ParkedChoice): Promise<Outcome> => {
  const { messages, complete } = await findParked(lot, choice);
  const parked = messages.map(parkedFields);
  const table = formatTable(
    ['ID', 'PARKED', 'POOL', 'TIER', 'CAUSE', 'OPEN ATTEMPT', 'COMMAND'],
    parked.map((row) => [
      row.id,
      row.parkedAt,
      row.pool,
      row.tier ?? '',
      row.cause,
      row.openAttempt,
      row.commandId ?? '',
    ]),
  );
  return {
    exit: 'OK',
    json: { parked, complete },
    lines: [
      ...(parked.length === 0 ? ['No such message is parked.'] : table),
      ...(complete ? [] : [`There are more than ${choice.limit}; --limit shows more of them.`]),
    ],
  };
};
