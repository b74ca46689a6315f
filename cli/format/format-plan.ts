import type { Cost } from '../capacity/cost.ts';
import { offeredTiers, type Plan, type TierPlan } from '../capacity/plan.ts';
import { formatTable } from './format-table.ts';

/** What a plan is printed with. */
export type PlanReport = {
  readonly profile: string;
  readonly quota: number;
  readonly path: string;
  readonly agentType: string;
  readonly seed: number;
  readonly plan: Plan;
  readonly million: Cost;
  readonly idle: Cost;
};

/** A plan as lines of text. */
export const formatPlan = (report: PlanReport): readonly string[] => {
  const { plan, million, idle } = report;
  return [
    `profile ${report.profile}, account quota ${report.quota}, ${report.agentType}, ${report.path === 'bus' ? 'by bus' : 'direct'}, seed ${report.seed}`,
    '',
    ...formatTable(
      [
        'TIER',
        'OFFERED',
        '≤ 1 S',
        '≤ 5 S',
        '≤ 30 S',
        '≤ 300 S',
        'P50',
        'P95',
        'P99',
        'DRAINED',
        'LATE BECAUSE OF',
      ],
      offeredTiers(plan).map(rowOf),
    ),
    '',
    firstLimitLine(plan),
    ...deadLetterLines(plan),
    `a million messages: ${usd(million.usd)} (${partsOf(million)}), without the provider's price`,
    `a month without any: ${usd(idle.usd)} (${partsOf(idle)})`,
  ];
};

const rowOf = (tier: TierPlan): readonly (string | number)[] => [
  tier.tier,
  tier.offered,
  ...(['1', '5', '30', '300'] as const).map((seconds) => percent(tier.within[seconds])),
  ...[tier.p50, tier.p95, tier.p99].map(seconds),
  tier.drainSeconds === undefined ? '' : seconds(tier.drainSeconds),
  tier.limit ?? '',
];

const firstLimitLine = ({ firstLimit }: Plan): string =>
  firstLimit === undefined
    ? 'first limit: none, every message met the deadline of its tier'
    : `first limit: ${firstLimit.name} (${firstLimit.tier}, after ${seconds(firstLimit.seconds)})`;

const deadLetterLines = ({ tiers, left }: Plan): readonly string[] => {
  const dead = tiers.reduce((sum, { deadLetters }) => sum + deadLetters, 0);
  return [
    ...(dead === 0 ? [] : [`${dead} messages were received too often and went to the dead letters`]),
    ...(left === 0 ? [] : [`${left} messages still waited when the simulation ended`]),
  ];
};

/** A part of all as a percentage that does not round up to the whole. */
export const percent = (part: number): string => {
  if (part === 1) return '100 %';
  return `${(Math.floor(part * 1e5) / 1e3).toFixed(part > 0.99 ? 3 : 1)} %`;
};

const seconds = (value: number): string => {
  if (Number.isNaN(value)) return 'never';
  return value < 10 ? `${value.toFixed(2)} s` : `${Math.round(value)} s`;
};

const usd = (value: number): string => `${value.toFixed(2)} USD`;

const partsOf = ({ parts }: Cost): string =>
  Object.entries(parts)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(', ');
