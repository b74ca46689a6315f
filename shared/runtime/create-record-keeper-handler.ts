import type { SQSRecord } from 'aws-lambda';
import { parseJson, parseMessage } from '../messages/parse-message.ts';
import { type KeepDeps, keepRecord } from '../records/keep-record.ts';
import { type RecordMessage, recordMessageSchema } from '../records/record-message.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { messageGroups } from './message-groups.ts';
import { retryLater, Settled } from './settled.ts';

export type RecordKeeperDeps = Omit<QueueHandlerDeps, 'split'> & KeepDeps;

/**
 * Makes the record keeper's handler: each message of a group is committed before the next one is looked at, and what stands
 * behind one that goes back goes back with it.
 */
export const createRecordKeeperHandler = (deps: RecordKeeperDeps) =>
  createQueueHandler({ ...deps, split: messageGroups }, async (batch) => {
    let isHeldUp = false;
    for (const record of batch.records) {
      if (isHeldUp) batch.settle(record, retryLater('BEHIND_ANOTHER'));
      else {
        await batch.pass([{ record }], keep(deps));
        isHeldUp = batch.isGoingBack(record);
      }
    }
  });

const keep =
  (deps: RecordKeeperDeps) =>
  async ({ record }: { readonly record: SQSRecord }): Promise<Settled> => {
    const json = parseJson(record.body, 'body');
    const message = json.ok ? parseMessage<RecordMessage>(recordMessageSchema, json.value) : json;
    // Only the front door writes here: what nobody can read is kept as a dead letter, and is nothing to give up on.
    return message.ok ? new Settled(await keepRecord(message.value, deps), []) : retryLater('UNREADABLE');
  };
