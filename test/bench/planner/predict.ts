import { seededDraw, waitForNext } from '../../../cli/capacity/draws.ts';
import type { Arrival } from '../../../cli/capacity/simulation/model.ts';
import { simulate } from '../../../cli/capacity/simulation/simulate.ts';
import { agentInvocation } from '../../../cli/capacity/system-model.ts';

/** One run: how messages come, and what answers how fast. */
export type Configuration = {
  readonly batchSize: number;
  readonly environments: number;
  readonly providerMs: number;
  readonly tableMs: number;
  /** Messages a second; 0 for all at once. */
  readonly rate: number;
  readonly messages: number;
};

/** What the agent itself adds to the answers that it waits for: fitted, in milliseconds. */
export type Fit = { readonly perInvocationMs: number; readonly perMessageMs: number };

/** What a run gave, in milliseconds. */
export type Figures = {
  readonly meanMs: number;
  readonly p50: number;
  readonly p95: number;
  readonly endedMs: number;
};

/** The times at which a configuration's messages come; the same for who measures and who predicts. */
export const timesOf = ({ rate, messages }: Configuration, seed: number): readonly number[] => {
  if (rate === 0) return new Array<number>(messages).fill(0);
  const draw = seededDraw(seed);
  let at = 0;
  return Array.from({ length: messages }, () => {
    at += waitForNext(draw, rate);
    return at;
  });
};

/** What the planner's simulation says of a configuration: its own engine and its own model of an invocation. */
export const predict = (configuration: Configuration, fit: Fit, seed: number): Figures => {
  const { batchSize, environments, providerMs, tableMs } = configuration;
  const latencies: number[] = [];
  let endedMs = 0;
  simulate({
    system: {
      quota: environments,
      lanes: [
        {
          ...{ name: 'lane', batchSize, windowMs: 0, worker: 'agent', visibilityMs: 1e9, maxReceives: 9 },
          pollers: { kind: 'fixed', slots: environments },
        },
      ],
      workers: [
        {
          ...{ name: 'agent', provisioned: environments, coldStart: [[1, 0]], timeoutMs: 1e9 },
          invoke: agentInvocation({ ...fit, table: [[1, tableMs]], provider: [[1, providerMs]] }),
        },
      ],
      ...{ dispatch: [[1, 0]], removal: [[1, 0]], messageBytes: 0 },
    },
    arrivals: arrivalsAt(timesOf(configuration, seed)),
    seed,
    endMs: Number.MAX_SAFE_INTEGER,
    observer: {
      started: ({ dueAt }, at) => latencies.push(at - dueAt),
      done: (_, at) => {
        endedMs = at;
      },
      dead: () => undefined,
      invoked: () => undefined,
    },
  });
  return figuresOf(latencies, endedMs);
};

/** Messages that come at the same time come together. */
const arrivalsAt = function* (times: readonly number[]): Generator<Arrival> {
  for (const [atMs, together] of Map.groupBy(times, (time) => time)) {
    yield { atMs, count: together.length, tier: 'CRITICAL', route: ['lane'] };
  }
};

/** Mean and quantiles of latencies. */
export const figuresOf = (latencies: readonly number[], endedMs: number): Figures => {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (part: number) => sorted[Math.ceil(part * sorted.length) - 1] ?? Number.NaN;
  return {
    meanMs: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    endedMs,
  };
};
