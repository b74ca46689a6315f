import type { SQSRecord } from 'aws-lambda';
import { readChore } from '../back-office/chore.ts';
import { type ChoreDeps, doChore } from '../back-office/do-chore.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { retryLater, Settled } from './settled.ts';

export type BackOfficeDeps = Omit<QueueHandlerDeps, 'split'> & Omit<ChoreDeps, 'hasTime'>;

/** Milliseconds that a portion, and the end of a message's work, may take: nothing is begun with less. */
const PORTION_MS = 30_000;

/** Makes the back office's handler: one message after the other, each for as long as there is time. */
export const createBackOfficeHandler = (deps: BackOfficeDeps) =>
  createQueueHandler({ ...deps, split: (records) => records.map((record) => [record]) }, async (batch) => {
    const hasTime = () => batch.remainingMs() > PORTION_MS;
    await batch.pass(
      batch.records.map((record) => ({ record })),
      work({ ...deps, hasTime }),
    );
  });

const work = (deps: ChoreDeps) =>
  async function chore({ record }: { readonly record: SQSRecord }): Promise<Settled> {
    const read = readChore(record.body);
    // What nobody can read is kept as a dead letter, and is nothing to give up on.
    return read.ok ? new Settled(await doChore(read.value, deps), []) : retryLater('UNREADABLE');
  };
