import type { EnvironmentDeps } from './environment.ts';

/** An event as it is put on a bus. */
export type BusEntry = { readonly source: string; readonly detailType: string; readonly detail: object };

/** Who gets events: a rule and what it does with them. */
export type Target = {
  readonly matches: (entry: BusEntry) => boolean;
  /** `body` makes the event's JSON, the same text for all targets. */
  readonly take: (entry: BusEntry, body: () => string) => void;
};

const DELIVERY_MS = { from: 10, to: 400 };
const LATE_MS = { from: 1000, to: 60_000 };

/** EventBridge: every target gets every event that matches at least once, in no order. */
export class EventBus {
  readonly #deps: EnvironmentDeps;
  readonly #targets: Target[] = [];
  #puts = 0;

  constructor(deps: EnvironmentDeps) {
    this.#deps = deps;
  }

  addTarget(target: Target): void {
    this.#targets.push(target);
  }

  put(entry: BusEntry): void {
    let text: string | undefined;
    this.#puts += 1;
    const id = `event-${this.#puts}`;
    const body = () => {
      text ??= JSON.stringify({
        id,
        'detail-type': entry.detailType,
        source: entry.source,
        detail: entry.detail,
      });
      return text;
    };
    for (const target of this.#targets.filter(({ matches }) => matches(entry))) {
      this.#deliver(() => target.take(entry, body));
      if (this.#deps.faults.strikes('event twice')) this.#deliver(() => target.take(entry, body));
    }
  }

  #deliver(take: () => void): void {
    const { clock, random, faults } = this.#deps;
    const { from, to } = faults.strikes('late event') ? LATE_MS : DELIVERY_MS;
    clock.after(random.between(from, to), take);
  }
}
