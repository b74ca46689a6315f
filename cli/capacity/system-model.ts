import { awsLimits } from './aws-limits.ts';
import type { DeployedFunction, DeployedLane, DeployedSystem } from './deployed-system.ts';
import { type Draw, type Quantiles, valueAt } from './draws.ts';
import type {
  InvocationTimes,
  LaneModel,
  PollerModel,
  SystemModel,
  WorkerModel,
} from './simulation/model.ts';
import { cpuTimes, timings } from './timings.ts';

/** Of a message's CPU, the part before its batch is claimed; the rest goes into its own call. */
const CPU_BEFORE_CLAIM = 0.5;
/** Of an invocation's own CPU: two of its three table calls come before the provider's. */
const INVOCATION_BEFORE_CLAIM = 2 / 3;
const MESSAGE_BYTES = 3000;

export type ModelAsked = {
  /** Concurrent executions that the account may have. */
  readonly quota: number;
  /** The pools that take part, such as `coordinator` and `email`. */
  readonly pools: readonly string[];
  /** Milliseconds of one provider call, the median. @default the table's */
  readonly providerMs?: number | undefined;
};

/** What an invocation's parts take: milliseconds of CPU on the function's share of a core, and of each call. */
export type ServiceTimes = {
  readonly perInvocationMs: number;
  readonly perMessageMs: number;
  readonly table: Quantiles;
  readonly provider: Quantiles;
};

/** The model of a deployment, as its templates have it; what AWS does not promise is drawn from `timings.ts`. */
export const modelOf = (system: DeployedSystem, { quota, pools, providerMs }: ModelAsked): SystemModel => {
  const lanes = system.lanes.filter(({ pool }) => pools.includes(pool));
  const ids = [...new Set(lanes.map(({ functionId }) => functionId))];
  const provider = scaled(timings.provider.quantiles, providerMs);
  return {
    quota,
    lanes: lanes.map(laneModelOf),
    workers: ids.map((id) => {
      const found = system.functions.find((candidate) => candidate.id === id);
      const lane = lanes.find(({ functionId }) => functionId === id);
      if (found === undefined || lane === undefined) throw new Error(`${id}: is not in the templates`);
      return workerModelOf(found, lane, provider);
    }),
    dispatch: timings.dispatch.quantiles,
    removal: timings.queueCall.quantiles,
    messageBytes: MESSAGE_BYTES,
  };
};

/** The name of a lane in the model. */
export const laneName = ({ pool, tiers }: Pick<DeployedLane, 'pool' | 'tiers'>): string =>
  `${pool} ${tiers.join('+')}`;

const laneModelOf = (lane: DeployedLane): LaneModel => ({
  name: laneName(lane),
  batchSize: lane.batchSize,
  windowMs: lane.windowSeconds * 1000,
  pollers: pollersOf(lane),
  worker: lane.functionId,
  visibilityMs: lane.visibilityTimeoutSeconds * 1000,
  maxReceives: lane.maxReceives,
});

const pollersOf = ({ pollers, maximumConcurrency }: DeployedLane): PollerModel =>
  pollers === undefined
    ? { kind: 'scaled', cap: maximumConcurrency ?? awsLimits.mostConcurrency.value }
    : { kind: 'provisioned', ...pollers };

const workerModelOf = (
  { id, memoryMb, timeoutSeconds, reservedConcurrency, provisionedConcurrency }: DeployedFunction,
  { pool }: DeployedLane,
  provider: Quantiles,
): WorkerModel => {
  // One thread does the work, so more than a core brings nothing.
  const slower = Math.max(1, awsLimits.megabytesOfACore.value / memoryMb);
  const times = {
    perInvocationMs: cpuTimes.perInvocationMs * slower,
    perMessageMs: cpuTimes.perMessageMs * slower,
    table: timings.table.quantiles,
    provider,
  };
  return {
    name: id,
    ...(reservedConcurrency === undefined ? {} : { reserved: reservedConcurrency }),
    provisioned: provisionedConcurrency,
    coldStart: timings.coldStart.quantiles,
    timeoutMs: timeoutSeconds * 1000,
    invoke: pool === 'coordinator' ? coordinatorInvocation(times) : agentInvocation(times),
  };
};

/**
 * An agent's invocation, in the order of `create-agent-handler.ts`: read the customers, the switches if need be, claim, the provider calls started one
 * after the other without waiting, record.
 */
export const agentInvocation =
  ({ perInvocationMs, perMessageMs, table, provider }: ServiceTimes) =>
  (messages: number, draw: Draw, refreshes: boolean): InvocationTimes => {
    const claimed =
      (refreshes ? valueAt(table, draw()) : 0) +
      INVOCATION_BEFORE_CLAIM * perInvocationMs +
      CPU_BEFORE_CLAIM * perMessageMs * messages +
      valueAt(table, draw()) +
      valueAt(table, draw());
    const starts: number[] = [];
    let answered = claimed;
    for (let index = 1; index <= messages; index += 1) {
      const start = claimed + (1 - CPU_BEFORE_CLAIM) * perMessageMs * index;
      starts.push(start);
      answered = Math.max(answered, start + valueAt(provider, draw()));
    }
    const recorded = answered + (1 - INVOCATION_BEFORE_CLAIM) * perInvocationMs + valueAt(table, draw());
    return { starts, total: recorded };
  };

/** The coordinator's: one insert of the accepted, one send into the lane. */
const coordinatorInvocation =
  ({ perInvocationMs, perMessageMs, table }: ServiceTimes) =>
  (messages: number, draw: Draw): InvocationTimes => {
    const calls = valueAt(table, draw()) + valueAt(timings.queueCall.quantiles, draw());
    return { starts: [], total: perInvocationMs + perMessageMs * messages + calls };
  };

/** The same distribution with another middle. */
const scaled = (quantiles: Quantiles, median?: number): Quantiles => {
  if (median === undefined) return quantiles;
  const factor = median / valueAt(quantiles, 0.5);
  return quantiles.map(([part, value]) => [part, value * factor]);
};
