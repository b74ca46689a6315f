import type { SQSRecord } from 'aws-lambda';
import { rejectedFact } from '../journal/command-facts.ts';
import type { Journal } from '../journal/journal.ts';
import { errorFields } from '../observability/logger.ts';
import { doRun, type RunDeps } from '../parking/do-run.ts';
import { type LookDeps, lookForDue } from '../parking/look-for-due.ts';
import {
  type ReleaseLook,
  type ReleaseOrders,
  type ReleaseRun,
  readReleaseOrder,
} from '../parking/release-order.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { Settled } from './settled.ts';
import { recordFacts } from './steps/record-facts.ts';

export type ReleaseHandlerDeps = QueueHandlerDeps &
  LookDeps &
  Omit<RunDeps, 'hasTime'> & {
    readonly journal: Journal;
    readonly orders: ReleaseOrders;
    /** The agent types of the stage. */
    readonly pools: readonly string[];
  };

/** Milliseconds that releasing one more message may take. */
const LAST_MESSAGE_MS = 10_000;

/**
 * Makes the handler that releases what waited: an event, or each minute the clock, orders a run for each pool whose road is
 * open, and each page of a run orders the next. Every page moves on, so a run ends.
 */
export const createReleaseHandler = (deps: ReleaseHandlerDeps) =>
  createQueueHandler(deps, async (batch) => {
    const received = batch.records.map((record) => ({ record }));
    const hasTime = () => batch.remainingMs() > LAST_MESSAGE_MS;
    await batch.pass(received, ({ record }) => takeOrder(record, { ...deps, hasTime }));
    await recordFacts(batch, deps.journal);
  });

type OrderDeps = ReleaseHandlerDeps & Pick<RunDeps, 'hasTime'>;

const takeOrder = async ({ body, messageId: intakeId }: SQSRecord, deps: OrderDeps): Promise<Settled> => {
  const order = readReleaseOrder(body, deps.pools);
  if (!order.ok) {
    return new Settled('REJECTED', [rejectedFact(undefined, deps.now(), { issues: order.issues, intakeId })]);
  }
  if ('run' in order.value) return takePage(order.value.run, deps);
  return order.value.look.by === 'CLOCK'
    ? takeTick(order.value.look, deps)
    : takeLook(order.value.look, deps);
};

const takeLook = async (look: ReleaseLook, deps: OrderDeps): Promise<Settled> => {
  for (const run of await lookForDue(look, deps)) await deps.orders.send(run);
  return new Settled('LOOKED', []);
};

/** The next minute looks again: a look that failed must not come back beside it. */
const takeTick = async (look: ReleaseLook, deps: OrderDeps): Promise<Settled> => {
  try {
    return await takeLook(look, deps);
  } catch (error) {
    deps.log.error('look failed', errorFields(error));
    return new Settled('LOOK_FAILED', []);
  }
};

const takePage = async (run: ReleaseRun, deps: OrderDeps): Promise<Settled> => {
  const { results, next } = await doRun(run, deps);
  const counts = Map.groupBy(results, ({ outcome }) => outcome);
  deps.metrics.put(
    deps.dimensions,
    Object.fromEntries([...counts].map(([outcome, { length }]) => [outcome, length])),
  );
  if (next !== undefined) await deps.orders.send(next);
  return new Settled('ORDER_DONE', []);
};
