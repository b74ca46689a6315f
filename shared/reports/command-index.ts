import { commandIdOf } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';

/** A command, or a document that was refused, as the index names it. */
export type IndexedCommand = {
  readonly aggregate: string;
  readonly campaignId?: string | undefined;
  /** When it came in, in milliseconds since 1970. */
  readonly at: number;
};

/** Which commands came in when: the journal itself knows them by their ids alone. */
export type CommandIndex = {
  /** Notes these; noting again is harmless. Throws where that failed. */
  note(commands: readonly IndexedCommand[]): Promise<void>;
  /** The aggregates of those of a slot, of one campaign where one is named, each once. Throws where that cannot be told. */
  of(slot: string, campaignId?: string): Promise<ReadonlySet<string>>;
};

/** Minutes of commands that lie together: few enough to be held in memory, many enough to be read in few calls. */
const SLOT_MS = 10 * 60_000;

/** The slot of a time in milliseconds since 1970: its ten minutes, as ISO time. */
export const slotAt = (at: number): string => new Date(Math.floor(at / SLOT_MS) * SLOT_MS).toISOString();

/** The slots of a day (UTC), in order. */
export const slotsOf = (day: string): readonly string[] =>
  Array.from({ length: 86_400_000 / SLOT_MS }, (_, index) => slotAt(Date.parse(day) + index * SLOT_MS));

/** What the index must name because of a fact; `undefined` for facts that begin nothing. */
export const indexedIn = ({ type, aggregate, at, body }: Fact): IndexedCommand | undefined => {
  if (type === 'accepted') return { aggregate, campaignId: body.campaignId, at };
  // What is refused as a batch is no command.
  const isCommand = commandIdOf(aggregate) !== undefined || aggregate.startsWith('rejection#');
  return type === 'rejected' && isCommand ? { aggregate, at } : undefined;
};
