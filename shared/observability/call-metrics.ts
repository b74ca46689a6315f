import type { Priority } from '../messages/priority.ts';
import type { MetricSet } from './metrics.ts';

/**
 * What agents tell of the commands that they work on, by what. Each metric costs money for each value of its dimensions that is
 * in use, so the parts of the wait are kept by tier alone; a log line has them by agent type too.
 */
export const callMetricSets = [
  /** Milliseconds from due to the start of the first provider call, and 1 or 0 for each: whether that was in time. */
  { dimensions: ['stage', 'agentType', 'tier'], metrics: ['DwellMs', 'WithinDeadline'] },
  /** The same for all agent types, the parts of the wait, and how many parts came out negative. */
  {
    dimensions: ['stage', 'tier'],
    metrics: ['WithinDeadline', 'BusMs', 'CoordinatorMs', 'LaneMs', 'AgentMs', 'ClockSkew'],
  },
  /** Commands that came, were sent, and failed or came back; the operation is the type of command. */
  { dimensions: ['stage', 'agentType', 'operation'], metrics: ['RECEIVED', 'SENT', 'ERRORS'] },
] as const satisfies readonly MetricSet[];

export type CallMetricName = (typeof callMetricSets)[number]['metrics'][number];

/** The share of commands whose first provider call starts within their deadline, by tier: what an alarm watches. */
export const attainmentTargets = {
  CRITICAL: 0.9999,
  HIGH: 0.999,
  MEDIUM: 0.999,
  LOW: 0.999,
} as const satisfies Record<Priority, number>;
