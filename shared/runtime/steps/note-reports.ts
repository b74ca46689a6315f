import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { BusIntake } from '../../client/read-bus-event.ts';
import { isReportType, readReport } from '../../coordination/read-report.ts';
import { type ReceivedReport, type ReportDeps, takeReports } from '../../coordination/take-reports.ts';
import { rejectedFact } from '../../journal/command-facts.ts';
import { eventSchema } from '../../messages/event.ts';
import { isLooping } from '../../messages/hops.ts';
import { hopsIn } from '../../messages/hops-in.ts';
import { DEEPEST, isDeeperThan } from '../../messages/is-deeper-than.ts';
import { messageIdIn } from '../../messages/message-id.ts';
import { broken, type Parsed, parseMessage } from '../../messages/parse-message.ts';
import type { Batch } from '../batch.ts';
import { receivesOf } from '../isolate-suspects.ts';
import { Settled } from '../settled.ts';

type Received = { readonly record: SQSRecord; readonly intake: BusIntake };

const carrier = z.looseObject({ event: z.looseObject({ type: z.string() }) });

/** Whether a message is what an agent says of itself; one that is part of a loop is noted as any other is. */
export const isReport = ({ messageType, message }: BusIntake): boolean =>
  messageType === 'EVENT' &&
  !isDeeperThan(message, DEEPEST) &&
  isReportType(carrier.safeParse(message).data?.event.type) &&
  !isLooping({ correlation: { hops: hopsIn(message) } });

/** Takes what agents say of themselves, at most once; only what breaks the rules leaves a fact to write. */
export const noteReports = async (
  batch: Batch,
  items: readonly Received[],
  deps: ReportDeps,
): Promise<void> => {
  const reports = await batch.pass(items, ({ record, intake }) => {
    const report = receive(record, intake, deps.now());
    return report.ok ? { record, received: report.value } : reject(intake, report, deps.now());
  });
  const ends = await takeReports(
    reports.map(({ received }) => received),
    deps,
  );
  for (const [at, { record }] of reports.entries()) batch.settle(record, new Settled(ends[at] ?? 'LOST', []));
};

const receive = (record: SQSRecord, { message }: BusIntake, now: number): Parsed<ReceivedReport> => {
  const event = parseMessage(eventSchema, message);
  if (!event.ok) return event;
  const { type } = event.value.event;
  if (!isReportType(type)) return broken('event.type', 'must be of a report');
  const report = readReport(event.value, type, now);
  if (!report.ok) return report;
  const receiveId = `${record.messageId}/${receivesOf(record)}`;
  return { ok: true, value: { messageId: event.value.messageId, type, receiveId, report: report.value } };
};

const reject = (
  { intakeId, message }: BusIntake,
  { issues }: Extract<Parsed<never>, { ok: false }>,
  at: number,
): Settled =>
  new Settled('REJECTED', [
    rejectedFact(messageIdIn(message), at, { issues, intakeId, hops: hopsIn(message) }),
  ]);
