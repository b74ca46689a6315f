import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import type { InsertOutcome } from '../../../shared/journal/journal.ts';

/** The journal, telling of each fact that becomes part of it. */
export class WatchedJournal extends InMemoryJournal {
  readonly #tell: (fact: Fact) => void;

  constructor(tell: (fact: Fact) => void) {
    super();
    this.#tell = tell;
  }

  override async insert(facts: readonly Fact[]): Promise<readonly InsertOutcome[]> {
    const outcomes = await super.insert(facts);
    for (const [index, fact] of facts.entries()) if (outcomes[index] === 'inserted') this.#tell(fact);
    return outcomes;
  }
}
