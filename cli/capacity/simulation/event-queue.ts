type Event = { readonly at: number; readonly order: number; readonly action: () => void };

/** What happens when, earliest first; of two at the same time the one that was added first. */
export type EventQueue = {
  /** Milliseconds of the simulation. */
  now(): number;
  /** Lets something happen, at the earliest now. */
  add(at: number, action: () => void): void;
  /** Lets everything happen up to a time, and stops earlier when nothing is left or nobody waits any more. */
  runUntil(end: number, isOver?: () => boolean): void;
};

/** An empty queue at time 0: a binary heap. */
export const createEventQueue = (): EventQueue => {
  const heap: Event[] = [];
  let time = 0;
  let order = 0;
  return {
    now: () => time,
    add: (at, action) => {
      order += 1;
      push(heap, { at: Math.max(at, time), order, action });
    },
    runUntil: (end, isOver = () => false) => {
      for (;;) {
        const next = heap[0];
        if (next === undefined || next.at > end || isOver()) return;
        pop(heap);
        time = next.at;
        next.action();
      }
    },
  };
};

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

const push = (heap: Event[], event: Event): void => {
  let at = heap.length;
  heap.push(event);
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as Event;
    if (!isBefore(event, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = event;
};

const pop = (heap: Event[]): void => {
  const last = heap.pop() as Event;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1] as Event, heap[below] as Event)) below += 1;
    const child = heap[below] as Event;
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
};
