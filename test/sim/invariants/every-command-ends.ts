import { type CommandStatus, commandStateOf, isTerminal } from '../../../shared/journal/command-state.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/**
 * Nothing that a producer gave away disappears. A message that was received too often lies in a dead-letter queue; what
 * becomes of it there is triage's part.
 */
export const everyCommandEnds: Invariant = {
  number: 1,
  rule: 'every accepted command ends once, or is UNKNOWN and listed, or lies in a dead-letter queue',
  check: async (world) => {
    const buried = buriedIn(world);
    const listed = new Set(
      (await world.journal.listUnknown(Number.POSITIVE_INFINITY)).map(({ aggregate }) => aggregate),
    );
    for (const { kind, messageId } of world.submitted.values()) {
      if (kind === 'context') continue;
      const { status } = commandStateOf(await world.factsOf(messageId));
      const place = placeOf(status, listed.has(`command#${messageId}`), buried.has(messageId));
      world.places.set(place, (world.places.get(place) ?? 0) + 1);
      if (place.startsWith('LOST')) world.violate(1, `ends as ${place}: no message of it is left`, messageId);
    }
  },
};

const placeOf = (status: CommandStatus, isListed: boolean, isBuried: boolean): string => {
  if (isTerminal(status) || (status === 'UNKNOWN' && isListed)) return status;
  return isBuried ? `dead letter, ${status}` : `LOST ${status}`;
};

const ID = /"messageId":"([0-9a-f-]{36})"/g;

/** The ids in all dead letters. */
const buriedIn = ({ queues }: World): ReadonlySet<string> =>
  new Set(
    [...queues.values()].flatMap(({ deadLetters }) =>
      deadLetters.flatMap(({ body }) => [...body.matchAll(ID)].map(([, id = '']) => id)),
    ),
  );
