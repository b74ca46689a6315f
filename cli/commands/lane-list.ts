import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Attainment, AttainmentSource } from '../deadlines/attainment.ts';
import { type DeployedLane, deployedLanes } from '../deployed-lanes.ts';
import { formatAttainment } from '../format/format-attainment.ts';
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

/** Milliseconds of the window whose attainment is shown. */
export const WINDOW_MS = 3_600_000;

/** `lane list`: how many messages each lane of the stage holds, and how the last hour's commands stood against their deadlines. */
export const listLanes = async (
  access: StageAccess,
  attainmentIn: AttainmentSource,
  now: number,
): Promise<Outcome> => {
  const [counts, attainment] = await Promise.all([
    (await openLaneCounts(access))(),
    attainmentIn(now - WINDOW_MS, now),
  ]);
  return laneOutcome(counts, attainment);
};

/** Finds the queues of the stage's lanes once; what it gives back counts their messages, by one call for each queue. */
export const openLaneCounts = async ({
  target,
  parameters,
  sqs,
}: Pick<StageAccess, 'target' | 'parameters' | 'sqs'>): Promise<() => Promise<readonly LaneCount[]>> => {
  const lanes = deployedLanes(target.name);
  const urls = await parameters(
    lanes.flatMap(({ urlParameter, deadLetterUrlParameter }) => [urlParameter, deadLetterUrlParameter]),
  );
  return async () => {
    const counts = await Promise.all(urls.map((url) => countMessages(sqs, url)));
    return lanes.map((lane, at) => laneCount(lane, counts[2 * at], counts[2 * at + 1]));
  };
};

/** The counts as the command prints them. */
export const laneOutcome = (
  lanes: readonly LaneCount[],
  attainment: readonly Attainment[] = [],
): Outcome => ({
  exit: 'OK',
  json: { lanes, attainment },
  lines: [
    ...laneTable(lanes),
    '',
    ...(attainment.length === 0
      ? ['No command was due in the last hour.']
      : ['From due to the first provider call, in the last hour:', ...formatAttainment(attainment)]),
  ],
});

const laneTable = (lanes: readonly LaneCount[]): readonly string[] =>
  formatTable(
    ['POOL', 'TIERS', 'WAITING', 'IN FLIGHT', 'DELAYED', 'DEAD LETTERS'],
    lanes.map(({ pool, tiers, waiting, inFlight, delayed, deadLetters }) => [
      pool,
      tiers.join(', ') || 'in order',
      waiting,
      inFlight,
      delayed,
      deadLetters,
    ]),
  );

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
