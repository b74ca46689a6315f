import { pagesOf } from '../../messages/pages-of.ts';
import { type DueChange, type DueClaimStore, type DueClaims, dueKey } from '../due-claims.ts';

const PAGE = 100;

/** Due claims without AWS: for tests, the simulator and benchmarks. */
export class InMemoryDueClaims implements DueClaimStore {
  readonly #due = new Map<string, DueClaims>();

  async *overdue(now: number): AsyncGenerator<readonly DueClaims[]> {
    const over = this.all().filter(({ deadlineAt }) => deadlineAt < now);
    yield* pagesOf(
      over.sort((a, b) => a.deadlineAt - b.deadlineAt),
      PAGE,
    );
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
