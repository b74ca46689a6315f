import { deadlineSecondsOf } from '../messages/priority.ts';
import type { LaneMessage } from './lane-message.ts';
import { TIMER_HORIZON_MS } from './schedule-command.ts';

/** Milliseconds since 1970 at which a command lay in its lane, was taken up by a function, and was first given to a provider. */
export type CallTimes = {
  readonly sentAt: number;
  readonly takenUpAt: number;
  readonly startedAt: number;
};

/** Milliseconds that a command waited for its first provider call, and where it did. */
export type Dwell = {
  /** From due to the start of the call: what its deadline is about. */
  readonly dwellMs: number;
  readonly inTime: boolean;
  /** Between the bus, whose clock has whole seconds, and the coordinator's lane; absent where it did not come by the bus. */
  readonly busMs: number | undefined;
  /** In the coordinator's lane and the coordinator; in the producer's process where it did not come by the bus. */
  readonly coordinatorMs: number;
  /** In its agent's lane, once it was due. */
  readonly laneMs: number;
  /** In its agent's function. */
  readonly agentMs: number;
  /** How many of these came out negative, since clocks of machines differ; they are 0. */
  readonly skews: number;
};

/** The moment by which a command's first provider call is promised to start, in milliseconds since 1970. */
export const deadlineOf = ({ deadlineAt, dueAt, tier }: LaneMessage): number =>
  deadlineAt ?? dueAt + deadlineSecondsOf[tier] * 1000;

/** Measures a command's way to its first provider call. */
export const dwellOf = (lane: LaneMessage, { sentAt, takenUpAt, startedAt }: CallTimes): Dwell => {
  const { acceptedAt, dueAt, putAt, queuedAt } = lane;
  const dwellMs = startedAt - dueAt;
  const busMs = putAt === undefined || queuedAt === undefined ? undefined : queuedAt - putAt;
  // What waited as a timer came into its lane ahead of its time: only what is after that is a wait.
  const wasTimer = dueAt - acceptedAt > TIMER_HORIZON_MS;
  const coordinatorMs = wasTimer ? atLeast0(sentAt - dueAt) : sentAt - (queuedAt ?? acceptedAt);
  const laneMs = takenUpAt - Math.max(sentAt, dueAt);
  const agentMs = startedAt - takenUpAt;
  return {
    dwellMs: atLeast0(dwellMs),
    inTime: startedAt <= deadlineOf(lane),
    busMs: busMs === undefined ? undefined : atLeast0(busMs),
    coordinatorMs: atLeast0(coordinatorMs),
    laneMs: atLeast0(laneMs),
    agentMs: atLeast0(agentMs),
    skews:
      is0Below(dwellMs) +
      is0Below(busMs ?? 0) +
      is0Below(coordinatorMs) +
      is0Below(laneMs) +
      is0Below(agentMs),
  };
};

const atLeast0 = (ms: number): number => (ms < 0 ? 0 : ms);

const is0Below = (ms: number): number => (ms < 0 ? 1 : 0);
