import type { DueChange } from '../due-claims.ts';
import type { Fact } from '../fact.ts';
import type { FactKey, InsertOutcome, Journal } from '../journal.ts';
import { InMemoryDueClaims } from './in-memory-due-claims.ts';

/** The journal's promise without AWS: for tests, the simulator and benchmarks. Facts live as long as the object. */
export class InMemoryJournal implements Journal {
  readonly #facts = new Map<string, Map<string, Fact>>();
  readonly #due: InMemoryDueClaims;

  constructor(due: InMemoryDueClaims = new InMemoryDueClaims()) {
    this.#due = due;
  }

  async insert(facts: readonly Fact[], change?: DueChange): Promise<readonly InsertOutcome[]> {
    if (change !== undefined) this.#due.change(change);
    return facts.map((fact) => this.#insertOne(fact));
  }

  async read(aggregate: string): Promise<readonly Fact[]> {
    return [...(this.#facts.get(aggregate)?.values() ?? [])].sort((a, b) => a.sequence - b.sequence);
  }

  async get(keys: readonly FactKey[]): Promise<readonly (Fact | undefined)[]> {
    return keys.map(({ aggregate, key }) => this.#facts.get(aggregate)?.get(key));
  }

  async listUnknown(limit: number): Promise<readonly Fact[]> {
    return this.all()
      .filter(({ type }) => type === 'unknown')
      .sort((a, b) => b.at - a.at)
      .slice(0, limit);
  }

  async listUnknownBetween(from: number, before: number, limit: number): Promise<readonly Fact[]> {
    return this.all()
      .filter(({ type, at }) => type === 'unknown' && at >= from && at < before)
      .sort((a, b) => a.at - b.at)
      .slice(0, limit);
  }

  /** Every fact of every aggregate. */
  all(): readonly Fact[] {
    return [...this.#facts.values()].flatMap((aggregate) => [...aggregate.values()]);
  }

  #insertOne(fact: Fact): InsertOutcome {
    const aggregate = this.#facts.get(fact.aggregate) ?? new Map<string, Fact>();
    if (aggregate.has(fact.key)) return 'exists';
    // As a table stores it: nobody shares the object, and an undefined field is no field.
    this.#facts.set(fact.aggregate, aggregate.set(fact.key, JSON.parse(JSON.stringify(fact))));
    return 'inserted';
  }
}
