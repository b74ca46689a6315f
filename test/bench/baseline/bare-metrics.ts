import type { LaneMessage } from '../../../shared/lanes/lane-message.ts';

/** A provider call, as far as metrics tell of it. */
export type Called = {
  readonly tier: string;
  readonly startedAt: number;
  readonly lane: LaneMessage;
  readonly sentAt: number;
  readonly inTime: boolean;
  readonly sent: boolean;
};

/** The lines of a batch in CloudWatch's Embedded Metric Format, as ours writes them: outcomes, and waits by tier. */
export const metricLines = (
  counts: Readonly<Record<string, number>>,
  calls: readonly Called[],
  takenUpAt: number,
  now: number,
): string[] => {
  const metrics = Object.keys(counts).map((Name) => ({ Name, Unit: 'Count' }));
  const CloudWatchMetrics = [{ Namespace: 'Switchboard', Dimensions: [['agentType']], Metrics: metrics }];
  const lines = [
    JSON.stringify({ _aws: { Timestamp: now, CloudWatchMetrics }, agentType: 'email', ...counts }),
  ];
  for (const tier of new Set(calls.map((call) => call.tier))) {
    const of = calls.filter((call) => call.tier === tier);
    const values = {
      DwellMs: of.map(({ startedAt, lane }) => Math.max(0, startedAt - lane.dueAt)),
      WithinDeadline: of.map(({ inTime }) => (inTime ? 1 : 0)),
      CoordinatorMs: of.map(({ sentAt, lane }) => Math.max(0, sentAt - (lane.queuedAt ?? lane.acceptedAt))),
      LaneMs: of.map(({ sentAt, lane }) => Math.max(0, takenUpAt - Math.max(sentAt, lane.dueAt))),
      AgentMs: of.map(({ startedAt }) => startedAt - takenUpAt),
      RECEIVED: of.length,
      SENT: of.filter(({ sent }) => sent).length,
      ERRORS: of.filter(({ sent }) => !sent).length,
    };
    const dimensions = { agentType: 'email', tier, operation: of[0]?.lane.message.command.type };
    lines.push(
      `{"_aws":{"Timestamp":${now},"CloudWatchMetrics":${DEFINITIONS}},${JSON.stringify({ ...dimensions, ...values }).slice(1)}`,
    );
  }
  return lines;
};

const namesOf = (names: string) =>
  names.split(' ').map((Name) => ({ Name, Unit: Name.endsWith('Ms') ? 'Milliseconds' : 'Count' }));

const DEFINITIONS = JSON.stringify([
  {
    Namespace: 'Switchboard',
    Dimensions: [['stage', 'agentType', 'tier']],
    Metrics: namesOf('DwellMs WithinDeadline'),
  },
  {
    Namespace: 'Switchboard',
    Dimensions: [['stage', 'tier']],
    Metrics: namesOf('WithinDeadline CoordinatorMs LaneMs AgentMs'),
  },
  {
    Namespace: 'Switchboard',
    Dimensions: [['stage', 'agentType', 'operation']],
    Metrics: namesOf('RECEIVED SENT ERRORS'),
  },
]);
