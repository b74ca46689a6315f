import { type Timer, type TimerPage, type TimerStore, timerKey } from '../timer-store.ts';

const PAGE = 100;

/** Timers without AWS: for tests, the simulator and benchmarks. */
export class InMemoryTimers implements TimerStore {
  readonly #timers = new Map<string, Timer>();

  async put(timers: readonly Timer[]): Promise<void> {
    for (const timer of timers) this.#timers.set(nameOf(timer), structuredClone(timer));
  }

  async find(commandId: string, dueAts: readonly number[]): Promise<Timer | undefined> {
    return dueAts.map((dueAt) => this.#timers.get(nameOf({ commandId, dueAt }))).find((timer) => timer);
  }

  async due(before: number, from = ''): Promise<TimerPage> {
    const due = this.all()
      .filter((timer) => timer.dueAt < before && nameOf(timer) >= from)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
    const next = due[PAGE];
    return { timers: due.slice(0, PAGE), ...(next === undefined ? {} : { next: nameOf(next) }) };
  }

  async move(timer: Timer, to: Timer): Promise<'moved' | 'gone'> {
    if (!this.#timers.delete(nameOf(timer))) return 'gone';
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
