import { type CommandIndex, type IndexedCommand, slotAt } from '../command-index.ts';

/** The index of commands without AWS: for tests and the simulator. */
export class InMemoryCommandIndex implements CommandIndex {
  readonly #noted: IndexedCommand[] = [];

  async note(commands: readonly IndexedCommand[]): Promise<void> {
    this.#noted.push(...commands);
  }

  async of(slot: string, campaignId?: string): Promise<ReadonlySet<string>> {
    const found = this.#noted
      .filter(({ at }) => slotAt(at) === slot)
      .filter((each) => campaignId === undefined || each.campaignId === campaignId);
    return new Set(found.map(({ aggregate }) => aggregate));
  }
}
