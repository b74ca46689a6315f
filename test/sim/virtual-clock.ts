type Due = { readonly at: number; readonly order: number; readonly action: () => void };

/** Events after which other work of this process, such as a test runner's, may run. */
const EVENTS_BETWEEN_BREATHS = 20_000;

/**
 * Time of a simulated world: actions run one after the other in the order of their times, and what an action sets off in
 * promises is over before the next one begins. Nothing in it depends on real time.
 */
export class VirtualClock {
  /** Milliseconds since 1970. */
  now: number;
  /** Actions that have run. */
  events = 0;
  #stopped = false;
  #order = 0;
  readonly #heap: Due[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** Runs an action `ms` milliseconds from now; of those at the same time the first one first. */
  after(ms: number, action: () => void): void {
    this.#order += 1;
    this.#push({ at: this.now + ms, order: this.#order, action });
  }

  /** Ends the run after the action of now. */
  stop(): void {
    this.#stopped = true;
  }

  /** Runs until nothing is due any more, or somebody stops it. */
  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = () => {
        const due = this.#stopped ? undefined : this.#pop();
        if (due === undefined) return resolve();
        this.now = due.at;
        this.events += 1;
        try {
          due.action();
        } catch (error) {
          return reject(error);
        }
        if (this.events % EVENTS_BETWEEN_BREATHS === 0) setImmediate(step);
        else afterPromises(step);
      };
      afterPromises(step);
    });
  }

  #push(due: Due): void {
    const heap = this.#heap;
    let at = heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Due;
      if (!isBefore(due, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = due;
  }

  #pop(): Due | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (let child = 1; child < heap.length; child = 2 * at + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Due, heap[child] as Due)) child += 1;
      if (!isBefore(heap[child] as Due, last)) break;
      heap[at] = heap[child] as Due;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

const isBefore = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/**
 * Runs a step once no promise is left that can go on: Node empties its queue of microtasks before it looks at `nextTick`'s
 * again, so a tick that is asked for in a microtask comes after all of them. Fifty times cheaper than `setImmediate`.
 */
const afterPromises = (step: () => void): void => queueMicrotask(() => process.nextTick(step));
