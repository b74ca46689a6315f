import { type Draw, valueAt } from '../draws.ts';
import { createFetcher } from './create-fetcher.ts';
import type { Environments } from './environments.ts';
import type { EventQueue } from './event-queue.ts';
import type { Slot } from './fetcher.ts';
import type { LaneModel, LimitName, Message, Observer, SystemModel, WorkerModel } from './model.ts';

/** Milliseconds that a poller waits after its function was throttled: assumed, AWS says only that it backs off. */
const THROTTLE_PAUSE = 1000;

/** A queue at work. */
export type Lane = {
  /** Messages come into the queue together. */
  enqueue(messages: readonly Message[]): void;
};

export type LaneDeps = {
  readonly system: SystemModel;
  readonly worker: WorkerModel;
  readonly environments: Environments;
  readonly events: EventQueue;
  readonly draw: Draw;
  readonly observer: Observer;
  /** Takes messages on to the next queue of their route, or ends their way. */
  readonly forward: (messages: readonly Message[]) => void;
};

/** Makes a queue with its mapping: first in, first out, which a standard queue only roughly is. */
export const createLane = (model: LaneModel, deps: LaneDeps): Lane => {
  const { events, draw, system } = deps;
  const queue = createFifo();
  const fetcher = createFetcher(model.pollers, events, model.batchSize * system.messageBytes, {
    wake: () => fetch(),
    isBehind: () => queue.size() > 0,
  });
  const work = createWork(model, deps, {
    giveBack: (message) => {
      message.queuedAt = events.now();
      queue.push(message);
      fetch();
    },
  });
  const fetch = () => {
    while (queue.size() > 0) {
      const taken = fetcher();
      if (typeof taken === 'string') {
        queue.blockedBy(taken);
        return;
      }
      collect(taken);
    }
  };
  const release = (slot: Slot) => {
    slot.release();
    fetch();
  };
  const collect = (slot: Slot) => {
    const batch = queue.shift(model.batchSize, events.now());
    if (model.windowMs === 0 || batch.length >= model.batchSize) {
      bring(slot, batch);
      return;
    }
    events.add(events.now() + model.windowMs, () => {
      for (const message of batch) hold(message, 'batch window', model.windowMs);
      bring(slot, [...batch, ...queue.shift(model.batchSize - batch.length, events.now())]);
    });
  };
  const bring = (slot: Slot, batch: readonly Message[]) => {
    const ready = events.now() + (model.pollers.kind === 'fixed' ? 0 : valueAt(system.dispatch, draw()));
    events.add(ready, () => work(batch, () => release(slot)));
  };
  return {
    enqueue: (messages) => {
      for (const message of messages) {
        message.queuedAt = events.now();
        queue.push(message);
      }
      fetch();
    },
  };
};

/** Brings a batch through the function. */
const createWork = (
  model: LaneModel,
  deps: LaneDeps,
  { giveBack }: { readonly giveBack: (message: Message) => void },
) => {
  const { events, draw, observer, worker, environments, system } = deps;
  const comeBack = (batch: readonly Message[], limit: LimitName) => {
    for (const message of batch) {
      message.receives += 1;
      hold(message, limit, model.visibilityMs);
      if (message.receives >= model.maxReceives) {
        observer.dead(message, events.now());
      } else events.add(events.now() + model.visibilityMs, () => giveBack(message));
    }
  };
  const end = (batch: readonly Message[], release: () => void) => {
    for (const message of batch) observer.done(message, events.now());
    deps.forward(batch);
    if (model.pollers.kind === 'fixed') release();
    else events.add(events.now() + valueAt(system.removal, draw()), release);
  };
  return (batch: readonly Message[], release: () => void) => {
    const environment = environments.take();
    if (typeof environment === 'string') {
      comeBack(batch, environment);
      events.add(events.now() + THROTTLE_PAUSE, release);
      return;
    }
    const { coldStartMs, provisioned, free, refreshes } = environment;
    const { starts, total } = worker.invoke(batch.length, draw, refreshes);
    const began = events.now() + coldStartMs;
    const timedOut = total > worker.timeoutMs;
    for (const [index, message] of batch.entries()) {
      if (coldStartMs > 0) hold(message, 'cold start', coldStartMs);
      const callsProvider = message.leg === message.route.length - 1;
      if (callsProvider && !timedOut) observer.started(message, began + (starts[index] ?? total));
    }
    const took = Math.min(total, worker.timeoutMs);
    events.add(began + took, () => {
      free();
      observer.invoked(worker.name, batch.length, coldStartMs + took, provisioned);
      if (!timedOut) return end(batch, release);
      comeBack(batch, 'time-out of the function');
      release();
    });
  };
};

/** Notes what held a message up, if nothing held it up for longer. */
const hold = (message: Message, limit: LimitName, milliseconds: number): void => {
  if (milliseconds <= message.heldMs) return;
  message.heldBy = limit;
  message.heldMs = milliseconds;
};

/** Messages in order; what kept them waiting last is noted on those that leave. */
const createFifo = () => {
  let messages: Message[] = [];
  let head = 0;
  let limit: LimitName = 'service time';
  return {
    size: () => messages.length - head,
    push: (message: Message) => {
      messages.push(message);
    },
    blockedBy: (name: LimitName) => {
      limit = name;
    },
    shift: (count: number, now: number): Message[] => {
      const taken = messages.slice(head, head + count);
      head += taken.length;
      for (const message of taken) hold(message, limit, now - message.queuedAt);
      if (head > 4096 && head * 2 > messages.length) {
        messages = messages.slice(head);
        head = 0;
      }
      return taken;
    },
  };
};
