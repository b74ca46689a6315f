import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { awsPrices } from '../../cli/capacity/aws-prices.ts';
import { pagesOf } from '../../shared/messages/pages-of.ts';
import { DynamoDbTimers } from '../../shared/timers/adapters/dynamodb-timers.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { fireTimers } from '../../shared/timers/fire-timers.ts';
import type { Timer, TimerStore } from '../../shared/timers/timer-store.ts';
import { aTimer } from '../contracts/timer-contract.ts';
import { localDynamoDb } from '../support/create-journal-table.ts';
import { createStateTable } from '../support/create-personal-tables.ts';
import type { Benchmark, Row } from './benchmark.ts';

const NOW = 1_700_000_000_000;
/** Members of a batch come together, and so do their timers. */
const SUBMITTED_AT_ONCE = 50;
const ENTRIES_A_CALL = 10;
/** GB of the function, and seconds that a run without work is billed. */
const [MEMORY_GB, IDLE_SECONDS] = [0.5, 0.2];
const PER_MILLION = 1e6;

/** What it costs to wait: timers set, found, sent and forgotten in memory, and on DynamoDB Local with its calls counted. */
export const timers: Benchmark = async ({ quick }) => {
  const endpoint = process.env['SWITCHBOARD_TEST_ENDPOINT'];
  const [many, few] = quick ? [10_000, 100] : [100_000, 1000];
  const rows = [await inMemory(many), ...(endpoint === undefined ? [] : await onDynamoDb(endpoint, few))];
  return {
    title: `Timers: ${many} in memory, ${few} on DynamoDB Local`,
    layer: 'in process',
    goal: 'each sent once; the calls and USD of a due timer and of an idle minute',
    rows,
    notes: [
      ...(endpoint === undefined
        ? ['SWITCHBOARD_TEST_ENDPOINT names no DynamoDB: its rows are left out.']
        : ['Request units are those that DynamoDB Local says it consumed, one at least for a read.']),
      `Commands come ${SUBMITTED_AT_ONCE} at a time. USD: request units, SQS and, of an idle minute, a run of ${IDLE_SECONDS} s at ${MEMORY_GB} GB.`,
    ],
  };
};

/** A lane sender that counts the calls which SQS would get. */
const aLane = () => {
  const seen = new Set<string>();
  const count = { calls: 0, sent: 0 };
  const send = async (entries: readonly Timer['entry'][]) => {
    count.calls += Math.ceil(entries.length / ENTRIES_A_CALL);
    count.sent += entries.length;
    for (const { message } of entries) seen.add(message.message.messageId);
    return entries.map(() => ({ sent: true as const }));
  };
  return { count, seen, send };
};

const waiting = (count: number): readonly Timer[] =>
  Array.from({ length: count }, () => aTimer(NOW + 60_000));

const setAll = async (store: TimerStore, all: readonly Timer[]): Promise<void> => {
  for (const page of pagesOf(all, SUBMITTED_AT_ONCE)) await store.put(page);
};

const sweepAll = async (store: TimerStore, lane: ReturnType<typeof aLane>, count: number): Promise<void> => {
  const { failures } = await fireTimers({ timers: store, lanes: lane, now: () => NOW, hasTime: () => true });
  if (failures.length > 0 || lane.seen.size !== count || lane.count.sent !== count)
    throw new Error(`timers: ${lane.seen.size} of ${count} sent, ${failures.length} failures`);
};

const inMemory = async (count: number): Promise<Row> => {
  const [store, lane] = [new InMemoryTimers(), aLane()];
  const all = waiting(count);
  const started = performance.now();
  await setAll(store, all);
  await sweepAll(store, lane, count);
  const seconds = (performance.now() - started) / 1000;
  return rowOf(
    'in memory: set and sent',
    count,
    seconds,
    { calls: 0, writes: 0, reads: 0 },
    lane.count.calls,
  );
};

const onDynamoDb = async (endpoint: string, count: number): Promise<readonly Row[]> => {
  const real = localDynamoDb(endpoint);
  const meter = aMeter(real);
  const tableName = await createStateTable(real);
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const store = new DynamoDbTimers({ client: meter.client, tableName, random: Math.random, sleep });
  const lane = aLane();
  const all = waiting(count);
  const timed = async (work: () => Promise<void>) => {
    const started = performance.now();
    await work();
    return { seconds: (performance.now() - started) / 1000, used: meter.take() };
  };
  const set = await timed(() => setAll(store, all));
  const swept = await timed(() => sweepAll(store, lane, count));
  const idle = await timed(() => sweepAll(store, aLane(), 0));
  return [
    rowOf('DynamoDB: set', count, set.seconds, set.used, 0),
    rowOf('DynamoDB: found, sent, forgotten', count, swept.seconds, swept.used, lane.count.calls),
    rowOf('DynamoDB: an idle minute', 1, idle.seconds, idle.used, 0, idleRunUsd),
  ];
};

type Used = { readonly calls: number; readonly writes: number; readonly reads: number };

const idleRunUsd =
  (awsPrices.lambdaInvoke.usdPerMillion +
    awsPrices.lambdaComputeArm.usdPerMillion * MEMORY_GB * IDLE_SECONDS) /
  PER_MILLION;

const rowOf = (what: string, count: number, seconds: number, used: Used, sqsCalls: number, run = 0): Row => {
  const { dynamoDbWrite, dynamoDbRead, sqsRequest } = awsPrices;
  const usd =
    used.writes * dynamoDbWrite.usdPerMillion +
    used.reads * dynamoDbRead.usdPerMillion +
    sqsCalls * sqsRequest.usdPerMillion;
  return {
    what,
    count,
    'per second': Math.round(count / seconds),
    'DynamoDB calls each': rounded(used.calls / count),
    'write units each': rounded(used.writes / count),
    'read units each': rounded(used.reads / count),
    'SQS calls each': rounded(sqsCalls / count),
    'USD per million': rounded(usd / count + run * PER_MILLION),
  };
};

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

type Capacity = { readonly CapacityUnits?: number | undefined };

/** A client that counts calls, and the request units that DynamoDB says they took. */
const aMeter = (real: DynamoDBClient) => {
  let used = { calls: 0, writes: 0, reads: 0 };
  const send = async (command: { readonly constructor: { name: string }; input: object }) => {
    Object.assign(command.input, { ReturnConsumedCapacity: 'TOTAL' });
    // One method for all commands, where the SDK has an overload each.
    const answer: { readonly ConsumedCapacity?: Capacity | readonly Capacity[] } = Object(
      await real.send(command as never),
    );
    const units = [answer.ConsumedCapacity ?? []]
      .flat()
      .reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
    const isRead = /^(BatchGetItem|GetItem|Query)Command$/.test(command.constructor.name);
    used = {
      calls: used.calls + 1,
      writes: used.writes + (isRead ? 0 : units),
      // AWS bills one unit for a consistent read that finds nothing; DynamoDB Local says 0.
      reads: used.reads + (isRead ? Math.max(1, units) : 0),
    };
    return answer;
  };
  const take = (): Used => {
    const taken = used;
    used = { calls: 0, writes: 0, reads: 0 };
    return taken;
  };
  return { client: { send } as unknown as Pick<DynamoDBClient, 'send'>, take };
};
