import { fact } from '../journal/command-facts.ts';
import { commandStateOf } from '../journal/command-state.ts';
import type { Journal } from '../journal/journal.ts';
import type { ParkedMessage } from './parked-message.ts';
import type { ParkingLot } from './parking-lot.ts';
import { isOver } from './release-parked.ts';

/** What became of a message that somebody wanted dropped: `REFUSED` where nobody knows yet whether its customer was contacted. */
export type DropOutcome = 'DROPPED' | 'ENDED' | 'REFUSED';

export type DropDeps = {
  readonly journal: Pick<Journal, 'read' | 'insert'>;
  readonly lot: Pick<ParkingLot, 'remove'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Ends a parked message unsent: says so, then forgets it. `reason` is a code, since it stands in a fact. */
export const dropParked = async (
  parked: ParkedMessage,
  reason: string,
  { journal, lot, now }: DropDeps,
): Promise<DropOutcome> => {
  const facts = await journal.read(parked.aggregate);
  const state = commandStateOf(facts);
  const over = isOver(state, facts, parked);
  if (!over && !state.mayAttempt) return 'REFUSED';
  if (!over) {
    const body = { ...parked.subject, cause: `DROPPED:${reason}` };
    await journal.insert([fact('cancelled', parked.aggregate, now(), body)]);
  }
  await lot.remove(parked);
  return over ? 'ENDED' : 'DROPPED';
};
