import { type Draw, seededDraw, valueAt } from '../draws.ts';
import { createEnvironments, sharedConcurrency } from './environments.ts';
import { createEventQueue, type EventQueue } from './event-queue.ts';
import { createLane, type Lane } from './lane.ts';
import type { Arrival, Message, Observer, SystemModel } from './model.ts';

export type SimulationRun = {
  readonly system: SystemModel;
  /** In the order of their times. */
  readonly arrivals: Iterable<Arrival>;
  readonly seed: number;
  /** Milliseconds after which nothing more is looked at. */
  readonly endMs: number;
  readonly observer: Observer;
};

/** What is left at the end. */
export type SimulationEnd = {
  /** Milliseconds at which it ended: all were done, or the time was over. */
  readonly atMs: number;
  readonly arrived: number;
  /** Messages on their way, in queues, hidden or in functions. */
  readonly waiting: number;
};

/** Lets messages pass a system: a discrete-event simulation whose randomness comes from the seed alone. */
export const simulate = ({ system, arrivals, seed, endMs, observer }: SimulationRun): SimulationEnd => {
  const events = createEventQueue();
  const draw = seededDraw(seed);
  let [arrived, left, more] = [0, 0, true];
  const dead: Observer['dead'] = (message, at) => {
    left += 1;
    observer.dead(message, at);
  };
  const enter = (messages: readonly Message[]): void => {
    for (const [name, together] of Map.groupBy(messages, ({ route, leg }) => route[leg])) {
      if (name === undefined) left += together.length;
      else laneIn(lanes, name).enqueue(together);
    }
  };
  const forward = (messages: readonly Message[]): void => {
    for (const message of messages) message.leg += 1;
    enter(messages);
  };
  const lanes = openLanes(system, events, draw, { observer: { ...observer, dead }, forward });
  const coming = arrivals[Symbol.iterator]();
  const awaitNext = (): void => {
    const { done, value } = coming.next();
    more = done !== true;
    if (done === true) return;
    events.add(value.atMs, () => {
      arrived += value.count;
      const transit = value.transit === undefined ? 0 : valueAt(value.transit, draw());
      events.add(value.atMs + transit, () => enter(messagesOf(value)));
      awaitNext();
    });
  };
  awaitNext();
  events.runUntil(endMs, () => !more && left === arrived);
  return { atMs: events.now(), arrived, waiting: arrived - left };
};

const openLanes = (
  system: SystemModel,
  events: EventQueue,
  draw: Draw,
  hooks: { readonly observer: Observer; readonly forward: (messages: readonly Message[]) => void },
): ReadonlyMap<string, Lane> => {
  const shared = sharedConcurrency(system.quota, system.workers);
  const workers = new Map(
    system.workers.map((worker) => [
      worker.name,
      { worker, environments: createEnvironments(worker, shared, events, draw) },
    ]),
  );
  return new Map(
    system.lanes.map((lane) => {
      const found = workers.get(lane.worker);
      if (found === undefined) throw new Error(`${lane.name}: nobody works on it`);
      return [lane.name, createLane(lane, { system, events, draw, ...hooks, ...found })];
    }),
  );
};

const laneIn = (lanes: ReadonlyMap<string, Lane>, name: string): Lane => {
  const lane = lanes.get(name);
  if (lane === undefined) throw new Error(`${name}: there is no such queue`);
  return lane;
};

const messagesOf = ({ atMs, tier, count, route }: Arrival): readonly Message[] =>
  Array.from({ length: count }, () => ({
    tier,
    dueAt: atMs,
    route,
    leg: 0,
    receives: 0,
    queuedAt: atMs,
    heldBy: 'service time',
    heldMs: 0,
  }));
