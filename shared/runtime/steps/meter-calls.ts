import { fact } from '../../journal/command-facts.ts';
import type { Fact } from '../../journal/fact.ts';
import { type Dwell, deadlineOf, dwellOf } from '../../lanes/dwell.ts';
import { type CallMetricName, callMetricSets } from '../../observability/call-metrics.ts';
import { type Metrics, type MetricValues, MOST_VALUES } from '../../observability/metrics.ts';
import type { Batch } from '../batch.ts';
import type { Claimed, Task } from './work.ts';

/** What there is to tell of a batch's commands of one tier and operation. */
type Tally = {
  readonly tier: string;
  readonly operation: string;
  /** Of each first call, as metrics name it. */
  readonly waits: Readonly<Record<'DwellMs' | 'BusMs' | 'CoordinatorMs' | 'LaneMs' | 'AgentMs', number[]>>;
  /** Of each first call, and of each command that came to none: 1 in time, 0 not. */
  readonly inTime: number[];
  skews: number;
  received: number;
  sent: number;
  errors: number;
};

/** Outcomes that count against an operation. */
const ERRORS: ReadonlySet<string> = new Set(['FAILED', 'NOT_ACCEPTED', 'UNKNOWN', 'RETRY']);

/** Measures how long a batch's commands waited for their first provider calls, and which deadlines were missed. */
export class CallMeter {
  /** A fact for each missed deadline. */
  readonly missed: Fact[] = [];
  readonly #takenUpAt: number;
  readonly #tallies: Tally[] = [];

  /** `takenUpAt`: milliseconds since 1970 at which the function began with the batch. */
  constructor(takenUpAt: number) {
    this.#takenUpAt = takenUpAt;
  }

  /** A provider is being called at `startedAt`; of a command only the first call counts. */
  readonly started = (task: Claimed<unknown>, startedAt: number): void => {
    if (task.calledBefore) return;
    const dwell = this.#dwellOf(task, startedAt);
    noteDwell(this.#tallyOf(task), dwell);
    if (!dwell.inTime) this.missed.push(missedFact(task, dwell, startedAt, startedAt));
  };

  /** A command's time was over at `at` before any provider was called, unless one was called for an earlier attempt. */
  readonly uncalled = (task: Task & { readonly calledBefore?: boolean }, at: number): void => {
    if (task.calledBefore || at <= deadlineOf(task.lane)) return;
    this.#tallyOf(task).inTime.push(0);
    this.missed.push(missedFact(task, this.#dwellOf(task, at), at, undefined));
  };

  /** Looks among commands for which no provider was called for those that EXPIRED. */
  expired(batch: Pick<Batch, 'outcomeOf'>, uncalled: readonly Task[], now: () => number): void {
    for (const task of uncalled) if (batch.outcomeOf(task.record) === 'EXPIRED') this.uncalled(task, now());
  }

  /** Puts the metrics of the commands: one set for each tier and operation among them. */
  report(
    batch: Pick<Batch, 'outcomeOf'>,
    tasks: readonly Task[],
    {
      metrics,
      dimensions,
    }: { readonly metrics: Metrics; readonly dimensions: Readonly<Record<string, string>> },
  ): void {
    for (const task of tasks) {
      const tally = this.#tallyOf(task);
      const outcome = batch.outcomeOf(task.record);
      tally.received += 1;
      if (outcome === 'SENT') tally.sent += 1;
      else if (ERRORS.has(outcome)) tally.errors += 1;
    }
    for (const tally of this.#tallies) {
      const { tier, operation, inTime } = tally;
      for (let from = 0; from === 0 || from < inTime.length; from += MOST_VALUES)
        metrics.put({ ...dimensions, tier, operation }, valuesOf(tally, from), callMetricSets);
    }
  }

  #dwellOf({ record, lane }: Task, startedAt: number): Dwell {
    const sentAt = Number(record.attributes.SentTimestamp);
    return dwellOf(lane, { sentAt, takenUpAt: this.#takenUpAt, startedAt });
  }

  /** A batch has one or very few of them. */
  #tallyOf({ lane: { tier }, subject: { commandType: operation } }: Task): Tally {
    const known = this.#tallies.find((tally) => tally.tier === tier && tally.operation === operation);
    if (known !== undefined) return known;
    const waits = { DwellMs: [], BusMs: [], CoordinatorMs: [], LaneMs: [], AgentMs: [] };
    const tally = { tier, operation, waits, inTime: [], skews: 0, received: 0, sent: 0, errors: 0 };
    this.#tallies.push(tally);
    return tally;
  }
}

const noteDwell = (tally: Tally, dwell: Dwell): void => {
  const { DwellMs, BusMs, CoordinatorMs, LaneMs, AgentMs } = tally.waits;
  DwellMs.push(dwell.dwellMs);
  if (dwell.busMs !== undefined) BusMs.push(dwell.busMs);
  CoordinatorMs.push(dwell.coordinatorMs);
  LaneMs.push(dwell.laneMs);
  AgentMs.push(dwell.agentMs);
  tally.inTime.push(dwell.inTime ? 1 : 0);
  tally.skews += dwell.skews;
};

const missedFact = (
  { aggregate, subject, lane }: Task,
  { busMs, coordinatorMs, laneMs, agentMs }: Dwell,
  at: number,
  startedAt: number | undefined,
): Fact =>
  fact('deadline-missed', aggregate, at, {
    ...subject,
    tier: lane.tier,
    dueAt: lane.dueAt,
    deadlineAt: deadlineOf(lane),
    startedAt,
    busMs,
    coordinatorMs,
    laneMs,
    agentMs,
  });

/** The values from a place on, as many as a line may have; counts go with the first. */
const valuesOf = (
  { waits, inTime, skews, received, sent, errors }: Tally,
  from: number,
): Partial<Record<CallMetricName, MetricValues>> => {
  const pageOf = (values: readonly number[]) =>
    values.length <= MOST_VALUES && from === 0 ? values : values.slice(from, from + MOST_VALUES);
  return {
    DwellMs: pageOf(waits.DwellMs),
    WithinDeadline: pageOf(inTime),
    BusMs: pageOf(waits.BusMs),
    CoordinatorMs: pageOf(waits.CoordinatorMs),
    LaneMs: pageOf(waits.LaneMs),
    AgentMs: pageOf(waits.AgentMs),
    ...(from === 0 && skews > 0 ? { ClockSkew: skews } : {}),
    ...(from === 0 ? { RECEIVED: received, SENT: sent, ERRORS: errors } : {}),
  };
};
