import { CustomersUnavailableError } from '../../../shared/customers/errors.ts';
import type { SendOutcome } from '../../../shared/lanes/lane-sender.ts';
import { type RecordLane, recordGroupOf } from '../../../shared/records/record-lane.ts';
import type { RecordStore } from '../../../shared/records/record-store.ts';
import { createRecordKeeperHandler } from '../../../shared/runtime/create-record-keeper-handler.ts';
import type { Environment } from '../models/environment.ts';
import { portsOf } from '../ports.ts';
import type { World } from '../world.ts';
import { poolOf, queueNamed, serveQueue } from './lanes.ts';

const TIMEOUT_SECONDS = 30;
/** As `RecordKeeper` deploys its queue. */
const RULES = {
  fifo: true,
  visibilityTimeoutSeconds: 6 * TIMEOUT_SECONDS,
  maxReceives: 10,
  batchSize: 10,
  batchWindowSeconds: 0,
  maxConcurrency: 2,
};

/** The record keeper behind its FIFO lane. */
export const addRecordKeeper = (world: World): void => {
  const pool = poolOf(world, TIMEOUT_SECONDS, (environment) =>
    createRecordKeeperHandler({
      ...portsOf(world, environment),
      dimensions: {},
      groupMs: 1500,
      sleep: (ms) => new Promise((resolve) => world.clock.after(ms, resolve)),
      records: environment.wrap<RecordStore>(
        world.mutation.records?.(world.records) ?? world.records,
        () => new CustomersUnavailableError(),
      ),
    }),
  );
  serveQueue(world, 'records', RULES, pool);
};

/** The record lane as one process reaches it. */
export const recordLaneOf = (world: World, environment: Environment): RecordLane => ({
  send: (messages) =>
    environment.call(async () => {
      const lane = queueNamed(world, 'records');
      const outcomes = messages.map((message): SendOutcome => {
        if (world.faults.strikes('refused batch entry')) return refused;
        const groupId = recordGroupOf(message);
        lane.send(JSON.stringify(message), { groupId, deduplicationId: message.commandId });
        return world.faults.strikes('accepted batch entry reported as refused') ? refused : { sent: true };
      });
      return world.faults.strikes('lost answer') ? outcomes.map(() => refused) : outcomes;
    }),
});

const refused: SendOutcome = { sent: false, cause: 'ServiceUnavailable' };
