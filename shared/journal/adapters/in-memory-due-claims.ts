import { type DueChange, type DueClaimStore, type DueClaims, type DuePage, dueKey } from '../due-claims.ts';

const PAGE = 100;

/** Due claims without AWS: for tests, the simulator and benchmarks. */
export class InMemoryDueClaims implements DueClaimStore {
  readonly #due = new Map<string, DueClaims>();

  async overdue(now: number, from = '0'): Promise<DuePage> {
    const over = this.all()
      .filter((due) => due.deadlineAt < now && nameOf(due) >= from)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const next = over[PAGE];
    return { due: over.slice(0, PAGE), ...(next === undefined ? {} : { next: nameOf(next) }) };
  }

  async settle(due: readonly DueClaims[]): Promise<void> {
    this.change({ kind: 'settle', due });
  }

  /** What an insert of facts does beside them. */
  change({ kind, due }: DueChange): void {
    for (const each of due) {
      if (kind === 'open') this.#due.set(nameOf(each), structuredClone(each));
      else this.#due.delete(nameOf(each));
    }
  }

  /** All of them, overdue or not. */
  all(): DueClaims[] {
    return [...this.#due.values()];
  }
}

const nameOf = (due: DueClaims): string => {
  const { id, part } = dueKey(due);
  return `${id}\n${part}`;
};
