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
  readonly dwells: Dwell[];
  /** Of each first call, and of each command that came to none: 1 in time, 0 not. */
  readonly inTime: number[];
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
    const tally = this.#tallyOf(task);
    tally.dwells.push(dwell);
    tally.inTime.push(dwell.inTime ? 1 : 0);
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
    const tally = { tier, operation, dwells: [], inTime: [], received: 0, sent: 0, errors: 0 };
    this.#tallies.push(tally);
    return tally;
  }
}

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
  { dwells, inTime, received, sent, errors }: Tally,
  from: number,
): Partial<Record<CallMetricName, MetricValues>> => {
  const page = dwells.slice(from, from + MOST_VALUES);
  const skews = page.reduce((sum, dwell) => sum + dwell.skews, 0);
  return {
    DwellMs: page.map(({ dwellMs }) => dwellMs),
    WithinDeadline: inTime.slice(from, from + MOST_VALUES),
    BusMs: page.flatMap(({ busMs = [] }) => busMs),
    CoordinatorMs: page.map(({ coordinatorMs }) => coordinatorMs),
    LaneMs: page.map(({ laneMs }) => laneMs),
    AgentMs: page.map(({ agentMs }) => agentMs),
    ...(skews > 0 ? { ClockSkew: skews } : {}),
    ...(from === 0 ? { RECEIVED: received, SENT: sent, ERRORS: errors } : {}),
  };
};
