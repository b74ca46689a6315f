import * as z from 'zod';
import { type Priority, priorities } from '../../shared/messages/priority.ts';

/** How the commands of an agent type and tier stood against their deadlines in a window of time. */
export type Attainment = {
  readonly agentType: string;
  readonly tier: Priority;
  /** Commands with a first provider call, and those whose time was over before one. */
  readonly count: number;
  /** Of these the share in time, 0 to 1. */
  readonly share: number;
  /** Milliseconds from due to the first provider call; absent where there was none. */
  readonly p50?: number | undefined;
  readonly p95?: number | undefined;
  readonly p99?: number | undefined;
};

/** Reads the attainment of the time from `since` to `until` (milliseconds since 1970). */
export type AttainmentSource = (since: number, until: number) => Promise<readonly Attainment[]>;

/** A line of the log by which an agent tells of its calls (`shared/observability/call-metrics.ts`). */
const lineSchema = z.object({
  agentType: z.string(),
  tier: z.enum(priorities),
  WithinDeadline: z.array(z.number()),
  DwellMs: z.array(z.number()).default([]),
});

/** The attainment that lines of agents' logs tell of; other lines are left out. */
export const attainmentOfLines = (lines: readonly string[]): readonly Attainment[] => {
  const told = lines.flatMap((line) => {
    const read = line.includes('"WithinDeadline"') ? lineSchema.safeParse(jsonIn(line)) : undefined;
    return read?.success ? [read.data] : [];
  });
  const groups = Map.groupBy(told, ({ agentType, tier }) => `${agentType}/${tier}`);
  return inOrder(
    [...groups.values()].map((group) => {
      const [{ agentType, tier } = { agentType: '', tier: 'LOW' as const }] = group;
      const verdicts = group.flatMap(({ WithinDeadline }) => WithinDeadline);
      const dwells = group.flatMap(({ DwellMs }) => DwellMs).sort((a, b) => a - b);
      const share = verdicts.reduce((sum, verdict) => sum + verdict, 0) / verdicts.length;
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => percentile(dwells, part));
      return { agentType, tier, count: verdicts.length, share, p50, p95, p99 };
    }),
  );
};

/** By agent type, the most urgent tier first. */
export const inOrder = (attainment: readonly Attainment[]): readonly Attainment[] =>
  [...attainment].sort(
    (a, b) =>
      a.agentType.localeCompare(b.agentType) || priorities.indexOf(a.tier) - priorities.indexOf(b.tier),
  );

/** Of sorted values, by nearest rank. */
const percentile = (sorted: readonly number[], part: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];

/** A log's line may begin with what Lambda puts before it. */
const jsonIn = (line: string): unknown => {
  try {
    return JSON.parse(line.slice(Math.max(0, line.indexOf('{'))));
  } catch {
    return undefined;
  }
};
