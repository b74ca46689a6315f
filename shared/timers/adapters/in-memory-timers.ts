import { type Timer, type TimerPage, type TimerStore, timerKey } from '../timer-store.ts';

const PAGE = 100;

/** Timers without AWS: for tests, the simulator and benchmarks. */
export class InMemoryTimers implements TimerStore {
  readonly #timers = new Map<string, Timer>();
  /** Their names in order, those that are gone included; made anew once there are others. */
  #order: readonly string[] | undefined;

  async put(timers: readonly Timer[]): Promise<void> {
    this.#order = undefined;
    for (const timer of timers) this.#timers.set(nameOf(timer), structuredClone(timer));
  }

  async find(commandId: string, dueAts: readonly number[]): Promise<Timer | undefined> {
    return dueAts.map((dueAt) => this.#timers.get(nameOf({ commandId, dueAt }))).find((timer) => timer);
  }

  async due(before: number, from = ''): Promise<TimerPage> {
    this.#order ??= [...this.#timers.keys()].sort();
    const due: string[] = [];
    for (let at = firstFrom(this.#order, from); at < this.#order.length && due.length <= PAGE; at += 1) {
      const name = this.#order[at] ?? '';
      const timer = this.#timers.get(name);
      if (timer !== undefined && timer.dueAt < before) due.push(name);
    }
    const next = due[PAGE];
    const timers = due.slice(0, PAGE).flatMap((name) => this.#timers.get(name) ?? []);
    return { timers, ...(next === undefined ? {} : { next }) };
  }

  async move(timer: Timer, to: Timer): Promise<'moved' | 'gone'> {
    if (!this.#timers.delete(nameOf(timer))) return 'gone';
    this.#order = undefined;
    this.#timers.set(nameOf(to), structuredClone(to));
    return 'moved';
  }

  async remove(timers: readonly Pick<Timer, 'commandId' | 'dueAt'>[]): Promise<void> {
    for (const timer of timers) this.#timers.delete(nameOf(timer));
  }

  /** All of them, due or not. */
  all(): Timer[] {
    return [...this.#timers.values()];
  }
}

const nameOf = (timer: Pick<Timer, 'commandId' | 'dueAt'>): string => {
  const { id, part } = timerKey(timer);
  return `${id}\n${part}`;
};

/** Where names begin that are not before this one. */
const firstFrom = (order: readonly string[], name: string): number => {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle] ?? '') < name) low = middle + 1;
    else high = middle;
  }
  return low;
};
