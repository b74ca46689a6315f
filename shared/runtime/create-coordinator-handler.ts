import type { SQSRecord } from 'aws-lambda';
import { type BusIntake, readBusEvent } from '../client/read-bus-event.ts';
import type { SubmitResult } from '../client/submit-result.ts';
import type { SwitchboardClient } from '../client/switchboard-client.ts';
import type { NoteDeps } from '../coordination/note-message.ts';
import { noteMessage } from '../coordination/note-message.ts';
import type { ReportDeps } from '../coordination/take-reports.ts';
import { BATCH } from '../messages/batch-message.ts';
import type { Batch } from './batch.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { retryLater, Settled } from './settled.ts';
import { isReport, noteReports } from './steps/note-reports.ts';
import { recordFacts } from './steps/record-facts.ts';

export type CoordinatorDeps = QueueHandlerDeps &
  NoteDeps &
  ReportDeps & { readonly client: SwitchboardClient };

type Received = { readonly record: SQSRecord; readonly intake: BusIntake };

/**
 * Makes the coordinator's handler: commands go through the client library, what was learned and what happened is noted, and
 * what agents say of themselves is noted at most once.
 */
export const createCoordinatorHandler = (deps: CoordinatorDeps) =>
  createQueueHandler(deps, async (batch) => {
    const received = batch.records.map((record) => ({
      record,
      intake: readBusEvent(record.body, record.messageId, Number(record.attributes.SentTimestamp)),
    }));
    const commands = received.filter(({ intake }) => isSubmitted(intake));
    const notes = received.filter((item) => !commands.includes(item));
    await submitCommands(batch, commands, deps.client);
    await noteMessages(batch, notes, deps);
  });

/** Batches are expanded on their way; what its wrapping breaks is rejected there, whatever it is. */
const isSubmitted = ({ messageType, issues }: BusIntake): boolean =>
  messageType === 'COMMAND' || messageType === BATCH || issues !== undefined;

const submitCommands = async (
  batch: Batch,
  commands: readonly Received[],
  client: SwitchboardClient,
): Promise<void> => {
  if (commands.length === 0) return;
  const results = await client.submit(commands.map(({ intake }) => intake));
  for (const [index, { record }] of commands.entries()) batch.settle(record, settle(results[index]));
};

/** What the slowest note takes: an answer of which a model is asked what it means. */
const NOTE_MS = 3000;

/**
 * One after the other: two notes of one customer at once would only get into each other's way. What there is no time for comes
 * again, so that the function never dies with notes that are done.
 */
const noteMessages = async (batch: Batch, notes: readonly Received[], deps: NoteDeps & CoordinatorDeps) => {
  const reports = notes.filter(({ intake }) => isReport(intake));
  await noteReports(batch, reports, deps);
  for (const item of notes.filter((note) => !reports.includes(note))) {
    await batch.pass([item], async ({ intake }) =>
      batch.remainingMs() < NOTE_MS
        ? retryLater('OUT_OF_TIME')
        : new Settled('NOTED', await noteMessage(intake, deps)),
    );
  }
  if (notes.length > 0) await recordFacts(batch, deps.journal);
};

const settle = (result: SubmitResult | undefined): Settled => {
  if (result === undefined) return retryLater('NO_RESULT');
  const lost = [result, ...(result.status === 'EXPANDED' ? result.members : [])].find(isFailed);
  return lost === undefined ? new Settled(result.status, []) : retryLater(lost.cause);
};

const isFailed = (result: SubmitResult): result is Extract<SubmitResult, { status: 'FAILED' }> =>
  result.status === 'FAILED';
