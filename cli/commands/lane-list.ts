import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { type DeployedLane, deployedLanes } from '../deployed-lanes.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';
import type { StageAccess } from '../stage-access.ts';

/** Messages of a lane, as SQS estimates them. */
export type LaneCount = Pick<DeployedLane, 'pool' | 'tiers'> & {
  readonly waiting: number;
  readonly inFlight: number;
  readonly delayed: number;
  readonly deadLetters: number;
};

/** `lane list`: how many messages each lane of the stage holds. */
export const listLanes = async ({ target, parameters, sqs }: StageAccess): Promise<Outcome> => {
  const lanes = deployedLanes(target.name);
  const urls = await parameters(
    lanes.flatMap(({ urlParameter, deadLetterUrlParameter }) => [urlParameter, deadLetterUrlParameter]),
  );
  const counts = await Promise.all(urls.map((url) => countMessages(sqs, url)));
  return laneOutcome(lanes.map((lane, at) => laneCount(lane, counts[2 * at], counts[2 * at + 1])));
};

/** The counts as the command prints them. */
export const laneOutcome = (lanes: readonly LaneCount[]): Outcome => ({
  exit: 'OK',
  json: { lanes },
  lines: formatTable(
    ['POOL', 'TIERS', 'WAITING', 'IN FLIGHT', 'DELAYED', 'DEAD LETTERS'],
    lanes.map(({ pool, tiers, waiting, inFlight, delayed, deadLetters }) => [
      pool,
      tiers.join(', '),
      waiting,
      inFlight,
      delayed,
      deadLetters,
    ]),
  ),
});

type Count = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

const laneCount = (
  { pool, tiers }: DeployedLane,
  queue: Count | undefined,
  deadLetters: Count | undefined,
): LaneCount => ({
  pool,
  tiers,
  waiting: queue?.visible ?? 0,
  inFlight: queue?.inFlight ?? 0,
  delayed: queue?.delayed ?? 0,
  deadLetters: (deadLetters?.visible ?? 0) + (deadLetters?.inFlight ?? 0) + (deadLetters?.delayed ?? 0),
});

const countMessages = async (sqs: Pick<SQSClient, 'send'>, QueueUrl: string): Promise<Count> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    visible: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0),
  };
};
