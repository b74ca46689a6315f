import { type MarkedEvent, markOf, slotOf, type ToldMarks, unpackMarks } from '../told-marks.ts';

/** Marks without AWS, for tests and the simulator. */
export class InMemoryToldMarks implements ToldMarks {
  readonly #noted = new Set<string>();

  async note(events: readonly MarkedEvent[]): Promise<void> {
    for (const event of events) this.#noted.add(nameOf(event));
  }

  async has(events: readonly MarkedEvent[]): Promise<readonly boolean[]> {
    return events.map((event) => this.#noted.has(nameOf(event)));
  }
}

const nameOf = (event: MarkedEvent): string => `${slotOf(event)} ${unpackMarks(markOf(event))}`;
