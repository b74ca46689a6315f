import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { ContactCommandType } from '../../shared/messages/message-types.ts';
import { aReferringCommand } from '../support/a-send-email-command.ts';
import { anSqsRecord } from '../support/an-sqs-record.ts';
import { AwsStub, type WireRequest } from './wire/aws-stub.ts';
import { functionEnvironment, loadHandlers, queueArnOf } from './wire/functions.ts';
import type { StoredItem } from './wire/journal-stub.ts';
import { storeCustomers } from './wire/producer.ts';
import { insertedBatches, messagesIn } from './wire/wire-records.ts';

/** What an agent's handler asked of AWS for one batch. */
export type BatchCalls = {
  /** Requests by service and action. */
  readonly operations: Readonly<Record<string, number>>;
  /** For each insert into the journal how many facts of which type it held. */
  readonly inserts: readonly Readonly<Record<string, number>>[];
};

/** The real handlers of agents against a stub: `calls` gives what the handler of an agent type asks for a batch of a size. */
export const openBatches = async () => {
  const stub = new AwsStub();
  const handlers = await loadHandlers(
    functionEnvironment(await stub.open(), 'config'),
    (folder) => `../../../functions/${folder}/handler.ts`,
  );
  const calls = async (agentType: string, type: ContactCommandType, size: number): Promise<BatchCalls> => {
    const commands = Array.from({ length: size }, () => {
      const message = aReferringCommand({ customerId: `cust-${randomUUID()}`, target: `${agentType}-agent` });
      return { ...message, command: { ...message.command, type } };
    });
    await storeCustomers(commands.map(({ command }) => command.customerId));
    stub.takeRequests();
    await handlers.producer.submit(commands.map((message) => ({ intakeId: message.messageId, message })));
    const event = eventOf(agentType, stub.takeRequests().flatMap(messagesIn));
    stub.takeInserted();
    const { handler } = await import(`../../functions/${agentType}-agent/handler.ts`);
    const { batchItemFailures } = await silently(() =>
      handler(event, { getRemainingTimeInMillis: () => 15_000 }),
    );
    if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} messages failed`);
    return summaryOf({ requests: stub.takeRequests(), inserted: stub.takeInserted() });
  };
  return { calls, close: () => stub.close() };
};

/** Runs an invocation without its log lines on the terminal. */
const silently = async (invocation: () => Promise<SQSBatchResponse>): Promise<SQSBatchResponse> => {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await invocation();
  } finally {
    process.stdout.write = write;
  }
};

const eventOf = (agentType: string, bodies: readonly unknown[]): SQSEvent => ({
  Records: bodies.map((body) => ({
    ...anSqsRecord(body),
    eventSourceARN: queueArnOf(`${agentType}-agent`),
  })),
});

const summaryOf = (seen: {
  readonly requests: readonly WireRequest[];
  readonly inserted: readonly StoredItem[];
}): BatchCalls => ({
  operations: tally(seen.requests.map(({ service, action }) => `${service} ${action}`)),
  inserts: insertedBatches(seen).map((items) =>
    tally(items.map(({ type }) => (type !== undefined && 'S' in type ? type.S : 'no type'))),
  ),
});

const tally = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};
