import type { SQSRecord } from 'aws-lambda';
import { rejectedFact } from '../journal/command-facts.ts';
import type { Journal } from '../journal/journal.ts';
import { releasedBy } from '../parking/causes.ts';
import { positionOf } from '../parking/parked-message.ts';
import type { ParkingLot } from '../parking/parking-lot.ts';
import { type Pace, releaseInTurn } from '../parking/release-in-turn.ts';
import {
  nextOrder,
  type PlacedOrder,
  type ReleaseOrders,
  type ReleaseSweep,
  readReleaseOrder,
} from '../parking/release-order.ts';
import type { ReleaseDeps } from '../parking/release-parked.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { Settled } from './settled.ts';
import { recordFacts } from './steps/record-facts.ts';

export type ReleaseHandlerDeps = QueueHandlerDeps &
  Pace &
  Pick<ReleaseDeps, 'returns' | 'now'> & {
    readonly journal: Journal;
    readonly lot: Pick<ParkingLot, 'get' | 'list' | 'remove'>;
    readonly orders: ReleaseOrders;
    /** The agent types of the stage. */
    readonly pools: readonly string[];
  };

/** Milliseconds that releasing one more message may take. */
const LAST_MESSAGE_MS = 10_000;

/**
 * Makes the handler that releases what waited for an event: one page for a message, which leaves word for the next page. Every
 * page moves on, and there are as many as were parked, so nothing goes on for ever.
 */
export const createReleaseHandler = (deps: ReleaseHandlerDeps) =>
  createQueueHandler(deps, async (batch) => {
    const received = batch.records.map((record) => ({ record }));
    await batch.pass(received, ({ record }) => takeOrder(record, deps, batch.remainingMs));
    await recordFacts(batch, deps.journal);
  });

const takeOrder = async (
  { body, messageId: intakeId }: SQSRecord,
  deps: ReleaseHandlerDeps,
  remainingMs: () => number,
): Promise<Settled> => {
  const order = readReleaseOrder(body, { pools: deps.pools, now: deps.now() });
  if (!order.ok) {
    return new Settled('REJECTED', [rejectedFact(undefined, deps.now(), { issues: order.issues, intakeId })]);
  }
  const next = await releasePage(order.value, deps, remainingMs);
  if (next !== undefined) await deps.orders.send(next);
  return new Settled('ORDER_DONE', []);
};

const releasePage = async (
  sweep: ReleaseSweep,
  deps: ReleaseHandlerDeps,
  remainingMs: () => number,
): Promise<PlacedOrder | undefined> => {
  const pool = sweep.pools[sweep.index];
  if (pool === undefined) return nextOrder(sweep, undefined, deps.now());
  const filter = { cause: releasedBy[sweep.by], until: sweep.until };
  const page = await deps.lot.list(pool, filter, sweep.after);
  const results = await releaseInTurn(
    page.messages,
    { by: sweep.by, dryRun: false },
    { ...deps, mayGoOn: () => remainingMs() > LAST_MESSAGE_MS },
  );
  const counts = Map.groupBy(results, ({ outcome }) => outcome);
  deps.metrics.put(
    deps.dimensions,
    Object.fromEntries([...counts].map(([outcome, { length }]) => [outcome, length])),
  );
  const last = results.at(-1)?.parked;
  const isCut = last !== undefined && results.length < page.messages.length;
  return nextOrder(sweep, isCut ? positionOf(last) : page.next, deps.now());
};
