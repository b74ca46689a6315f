import type { Event } from '../messages/event.ts';

/** What of an EVENT a mark is made of. */
export type MarkedEvent = Pick<Event, 'messageId' | 'timestamp'>;

/** Notes of the EVENTs that the bus has taken, kept for as long as they can be asked for. */
export type ToldMarks = {
  /** Notes that the bus has these; noting again is harmless. Throws where that failed. */
  note(events: readonly MarkedEvent[]): Promise<void>;
  /** Of each whether it was noted; wrong with a chance of less than one in a billion. Throws where that cannot be told. */
  has(events: readonly MarkedEvent[]): Promise<readonly boolean[]>;
};

/** Minutes of events whose marks lie together: few enough to be held in memory, many enough to be read in few calls. */
const SLOT_MS = 10 * 60_000;

/** Bytes of a mark: a relay's batch of 100 fits into one write unit. */
const MARK_BYTES = 8;

/** Where an event's mark lies: the ten minutes of its fact, as ISO time. Whoever asks knows the same. */
export const slotOf = ({ timestamp }: MarkedEvent): string =>
  new Date(Math.floor(Date.parse(timestamp) / SLOT_MS) * SLOT_MS).toISOString();

/** An event's mark: the first bytes of its id, which is a hash of its fact's key. */
export const markOf = ({ messageId }: MarkedEvent): Uint8Array =>
  Buffer.from(messageId.replaceAll('-', '').slice(0, 2 * MARK_BYTES), 'hex');

/** Marks as one value, to be stored. */
export const packMarks = (marks: readonly Uint8Array[]): Uint8Array => Buffer.concat(marks);

/** The marks in a stored value, as text that can be compared. */
export const unpackMarks = (packed: Uint8Array): readonly string[] => {
  const hex = Buffer.from(packed).toString('hex');
  return hex.match(new RegExp(`.{${2 * MARK_BYTES}}`, 'g')) ?? [];
};
