import { randomUUID } from 'node:crypto';
import type { ContactCommand } from '../../../shared/messages/command.ts';
import { pagesOf } from '../../../shared/messages/pages-of.ts';
import { aReferringCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { type FunctionFolder, functionEnvironment, type Handlers, loadHandlers } from '../wire/functions.ts';
import { storeCustomers } from '../wire/producer.ts';
import {
  busEventOf,
  insertedBatches,
  messagesIn,
  receiptsOf,
  streamRecordsOf,
} from '../wire/wire-records.ts';
import { cpuOf } from './cpu-of.ts';
import { BATCH, type Costs, type Job } from './job.ts';
import type { Contender } from './run-worker.ts';
import { selfTimes } from './self-times.ts';
import type { WireStub } from './wire-stub.ts';

const context = { getRemainingTimeInMillis: () => 15_000 };

/** Customers that are stored at the same time. */
const STORED_TOGETHER = 50;

type Measure = (folder: FunctionFolder, work: () => Promise<void>) => Promise<void>;

/** Our functions as they are shipped, from the bus to the receipt, stage after stage. */
export const switchboard: Contender = async (job, stub) => {
  const handlers = await open(job, stub);
  await walk(handlers, stub, job.warmUp, (_, work) => work());
  const costs: Record<string, number> = {};
  await walk(handlers, stub, job.messages, async (folder, work) => {
    costs[folder] = (await cpuOf(work)) / job.messages;
  });
  return costs;
};

/** The same, with the time that each JavaScript function of the agent took itself, per message, under `file function`. */
export const profiled: Contender = async (job, stub) => {
  const handlers = await open(job, stub);
  await walk(handlers, stub, job.warmUp, (_, work) => work());
  let costs: Costs = {};
  await walk(handlers, stub, job.messages, async (folder, work) => {
    if (folder === 'email-agent') costs = await selfTimes(work, job.messages);
    else await work();
  });
  return costs;
};

const open = ({ functions, taskRoot }: Job, stub: WireStub): Promise<Handlers> =>
  loadHandlers(functionEnvironment(stub.url, taskRoot), (folder) => functions[folder] ?? folder);

/** Takes messages through all functions: all of them through one, then all through the next. */
const walk = async (
  handlers: Handlers,
  stub: WireStub,
  messages: number,
  measure: Measure,
): Promise<void> => {
  const commands = Array.from({ length: messages }, () =>
    aReferringCommand({ customerId: `cust-${randomUUID()}` }),
  );
  await storeAll(commands);
  const work = (folder: Exclude<FunctionFolder, 'event-relay'>, bodies: readonly unknown[]) => {
    const events = pagesOf(bodies, BATCH).map((page) => ({ Records: page.map((body) => anSqsRecord(body)) }));
    return measure(folder, () => each(events, (event) => handlers[folder](event, context)));
  };
  await stub.take();
  await work('coordinator', commands.map(busEventOf));
  const assigned = await stub.take();
  await work('email-agent', assigned.requests.flatMap(messagesIn));
  const sent = await stub.take();
  const receipts = receiptsOf(sent.requests);
  if (receipts.length !== messages) throw new Error(`${receipts.length} of ${messages} were sent`);
  await work('provider-receipts', receipts);
  const streams = [assigned, sent, await stub.take()].flatMap(insertedBatches).map(streamRecordsOf);
  await measure('event-relay', () => each(streams, (event) => handlers['event-relay'](event, context)));
};

/** One batch after the other, as an environment of Lambda takes them. */
const each = async <Event>(
  events: readonly Event[],
  handle: (event: Event) => Promise<{ batchItemFailures: readonly unknown[] }>,
): Promise<void> => {
  for (const event of events) {
    const { batchItemFailures } = await handle(event);
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages failed`);
  }
};

const storeAll = async (commands: readonly ContactCommand[]): Promise<void> => {
  for (const page of pagesOf(commands, STORED_TOGETHER)) {
    await storeCustomers(page.map(({ command }) => command.customerId));
  }
};
