import { type CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { queueNameIn } from '../../shared/lanes/queue-name.ts';
import type { LaneCount } from '../commands/lane-list.ts';
import type { DeployedLane } from '../deployed-lanes.ts';

/** For how long each lane's oldest message waits, in milliseconds, in the order of the lanes; `undefined` where nobody knows. */
export type OldestSource = () => Promise<readonly (number | undefined)[]>;

/** The local engine does not tell ages. */
export const unknownOldest: OldestSource = async () => [];

/** Minutes that CloudWatch may be behind. */
const LOOK_BACK_MS = 300_000;

/** Reads the ages of the lanes' queues, by their URLs, in one call. */
export const cloudWatchOldest =
  (client: Pick<CloudWatchClient, 'send'>, queueUrls: readonly string[], now: () => number): OldestSource =>
  async () => {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: queueUrls.map((url, at) => ({
          Id: `age_${at}`,
          MetricStat: {
            Metric: {
              Namespace: 'AWS/SQS',
              MetricName: 'ApproximateAgeOfOldestMessage',
              Dimensions: [{ Name: 'QueueName', Value: queueNameIn(url) }],
            },
            Period: 60,
            Stat: 'Maximum',
          },
        })),
        StartTime: new Date(now() - LOOK_BACK_MS),
        EndTime: new Date(now()),
      }),
    );
    const seconds = new Map(MetricDataResults.map(({ Id, Values = [] }) => [Id, Values[0]]));
    return queueUrls.map((_, at) => {
      const age = seconds.get(`age_${at}`);
      return age === undefined ? undefined : age * 1000;
    });
  };

/** Lanes with what is known of their oldest messages; an empty lane has none. */
export const withOldest = (lanes: readonly LaneCount[], oldest: readonly (number | undefined)[]) =>
  lanes.map((lane, at) => ({ ...lane, oldestMs: lane.waiting === 0 ? undefined : oldest[at] }));

/** The parameters that hold the URLs of the lanes' queues. */
export const urlParametersOf = (lanes: readonly DeployedLane[]): readonly string[] =>
  lanes.map(({ urlParameter }) => urlParameter);
