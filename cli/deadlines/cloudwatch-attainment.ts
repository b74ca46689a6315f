import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import type { CallMetricName } from '../../shared/observability/call-metrics.ts';
import { METRICS_NAMESPACE } from '../../shared/observability/metrics.ts';
import { type Attainment, type AttainmentSource, inOrder } from './attainment.ts';

/** What is asked of each agent type and tier. */
const figures = {
  count: ['WithinDeadline', 'SampleCount'],
  share: ['WithinDeadline', 'Average'],
  p50: ['DwellMs', 'p50'],
  p95: ['DwellMs', 'p95'],
  p99: ['DwellMs', 'p99'],
} as const satisfies Record<string, readonly [CallMetricName, string]>;

/** Metrics in one call at most (CloudWatch's limit). */
const MOST_QUERIES = 500;

/**
 * Reads attainment from CloudWatch in one call for up to 25 agent types; CloudWatch bills each of the 20 metrics of an agent
 * type that it is asked for.
 */
export const cloudWatchAttainment =
  (client: Pick<CloudWatchClient, 'send'>, stage: string, agentTypes: readonly string[]): AttainmentSource =>
  async (since, until) => {
    const rows = agentTypes.flatMap((agentType) => priorities.map((tier) => ({ agentType, tier })));
    const period = Math.max(60, Math.ceil((until - since) / 60_000) * 60);
    const queries = rows
      .flatMap((row, at) => queriesOf({ ...row, stage, period, at }))
      .slice(0, MOST_QUERIES);
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queries,
        StartTime: new Date(until - period * 1000),
        EndTime: new Date(until),
      }),
    );
    const values = new Map(MetricDataResults.map((result) => [result.Id, newestOf(result)]));
    return inOrder(rows.flatMap((row, at) => attainmentAt(row, at, values)));
  };

type Row = { readonly agentType: string; readonly tier: Priority };

const queriesOf = ({
  agentType,
  tier,
  stage,
  period,
  at,
}: Row & { readonly stage: string; readonly period: number; readonly at: number }): MetricDataQuery[] =>
  Object.entries(figures).map(([figure, [MetricName, Stat]]) => ({
    Id: `${figure}_${at}`,
    MetricStat: {
      Metric: {
        Namespace: METRICS_NAMESPACE,
        MetricName,
        Dimensions: Object.entries({ stage, agentType, tier }).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period,
      Stat,
    },
  }));

/** A window may lie across two of CloudWatch's periods: the one with the newest begin counts. */
const newestOf = ({ Values = [] }: MetricDataResult): number | undefined => Values[0];

const attainmentAt = (
  row: Row,
  at: number,
  values: ReadonlyMap<string | undefined, number | undefined>,
): readonly Attainment[] => {
  const of = (figure: keyof typeof figures) => values.get(`${figure}_${at}`);
  const [count, share] = [of('count'), of('share')];
  if (count === undefined || share === undefined) return [];
  return [{ ...row, count, share, p50: of('p50'), p95: of('p95'), p99: of('p99') }];
};
