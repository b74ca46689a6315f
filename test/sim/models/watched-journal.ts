import type { InMemoryDueClaims } from '../../../shared/journal/adapters/in-memory-due-claims.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import type { DueChange } from '../../../shared/journal/due-claims.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import type { InsertOutcome } from '../../../shared/journal/journal.ts';

/** The journal, telling of each fact that becomes part of it. */
export class WatchedJournal extends InMemoryJournal {
  /** As the table's index lists them. */
  readonly #unknown: Fact[] = [];
  readonly #tell: (fact: Fact) => void;

  constructor(due: InMemoryDueClaims, tell: (fact: Fact) => void) {
    super(due);
    this.#tell = tell;
  }

  override async insert(facts: readonly Fact[], change?: DueChange): Promise<readonly InsertOutcome[]> {
    const outcomes = await super.insert(facts, change);
    for (const [index, fact] of facts.entries()) {
      if (outcomes[index] !== 'inserted') continue;
      if (fact.type === 'unknown') this.#unknown.push(fact);
      this.#tell(fact);
    }
    return outcomes;
  }

  override async listUnknown(limit: number): Promise<readonly Fact[]> {
    return this.#unknown.toSorted((a, b) => b.at - a.at).slice(0, limit);
  }

  override async listUnknownBetween(from: number, before: number, limit: number): Promise<readonly Fact[]> {
    const meant = this.#unknown.filter(({ at }) => at >= from && at < before);
    return meant.toSorted((a, b) => a.at - b.at).slice(0, limit);
  }
}
