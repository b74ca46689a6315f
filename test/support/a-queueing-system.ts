import type { Draw } from '../../cli/capacity/draws.ts';
import { seededDraw, waitForNext } from '../../cli/capacity/draws.ts';
import type {
  Arrival,
  InvocationTimes,
  LaneModel,
  SystemModel,
  WorkerModel,
} from '../../cli/capacity/simulation/model.ts';
import { simulate } from '../../cli/capacity/simulation/simulate.ts';

const NOTHING = [[1, 0]] as const;

/** One queue and its function, at no delay but the service: ten milliseconds if not said otherwise. */
export const aSystem = (
  lane: Partial<LaneModel> = {},
  worker: Partial<WorkerModel> = {},
  quota = 100_000,
): SystemModel => ({
  quota,
  lanes: [
    {
      ...{ name: 'queue', batchSize: 1, windowMs: 0, worker: 'worker' },
      ...{ pollers: { kind: 'fixed', slots: 1 }, visibilityMs: 30_000, maxReceives: 5 },
      ...lane,
    },
  ],
  workers: [
    {
      ...{ name: 'worker', provisioned: 100_000, coldStart: NOTHING, timeoutMs: 900_000 },
      invoke: takes(() => 10),
      ...worker,
    },
  ],
  dispatch: NOTHING,
  removal: NOTHING,
  messageBytes: 1000,
});

/** An invocation that takes so long; its provider calls start with it. */
export const takes =
  (milliseconds: (draw: Draw, messages: number) => number) =>
  (messages: number, draw: Draw): InvocationTimes => ({
    starts: new Array<number>(messages).fill(0),
    total: milliseconds(draw, messages),
  });

/** So many messages, a second on average so many, independent of each other. */
export const poisson = function* (count: number, perSecond: number, seed: number): Generator<Arrival> {
  const draw = seededDraw(seed ^ 0x2545f491); // another course of chance than that of what they meet
  let atMs = 0;
  for (let index = 0; index < count; index += 1) {
    atMs += waitForNext(draw, perSecond);
    yield { atMs, tier: 'HIGH', count: 1, route: ['queue'] };
  }
};

/** What a run gave: each message's milliseconds until started and until done, and when it was done, in the order of that. */
export const observe = (system: SystemModel, arrivals: Iterable<Arrival>, seed = 1, endMs = 1e12) => {
  const waits: number[] = [];
  const sojourns: number[] = [];
  const doneAt: number[] = [];
  const limits = new Set<string>();
  let dead = 0;
  const end = simulate({
    ...{ system, arrivals, seed, endMs },
    observer: {
      started: ({ dueAt }, at) => waits.push(at - dueAt),
      done: ({ dueAt, heldBy }, at) => {
        sojourns.push(at - dueAt);
        doneAt.push(at);
        limits.add(heldBy);
      },
      dead: ({ heldBy }) => {
        dead += 1;
        limits.add(heldBy);
      },
      invoked: () => undefined,
    },
  });
  return { ...end, waits, sojourns, doneAt, dead, limits };
};

/** The mean of numbers. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
