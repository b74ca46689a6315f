import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { pagesOf } from '../../../shared/messages/pages-of.ts';
import { aReferringCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import type { WireStub } from '../throughput/wire-stub.ts';
import { functionEnvironment, queueArnOf } from '../wire/functions.ts';
import { storeCustomers } from '../wire/producer.ts';
import { busEventOf, messagesIn } from '../wire/wire-records.ts';

/** A message as it lies in the agent's lane, and the id of its command. */
export type LaneMessage = { readonly id: string; readonly body: unknown };

const context = { getRemainingTimeInMillis: () => 15_000 };
const PAGE = 10;
const messageSchema = z.object({ message: z.object({ messageId: z.string() }) });

/** Lets the real coordinator assign new commands, each for another customer, and gives what it put into the lane. */
export const createAssigner = async (stub: WireStub) => {
  Object.assign(process.env, functionEnvironment(stub.url, 'config'));
  const { handler } = await import('../../../functions/coordinator/handler.ts');
  return async (count: number): Promise<readonly LaneMessage[]> => {
    await stub.delay({});
    await stub.take();
    const commands = Array.from({ length: count }, () =>
      aReferringCommand({ customerId: `cust-${randomUUID()}` }),
    );
    for (const page of pagesOf(commands, PAGE)) {
      await storeCustomers(page.map(({ command }) => command.customerId));
      const Records = page.map((command) => ({
        ...anSqsRecord(busEventOf(command)),
        eventSourceARN: queueArnOf('coordinator'),
      }));
      const { batchItemFailures } = await quietly(() => handler({ Records }, context));
      if (batchItemFailures.length > 0) throw new Error('the coordinator did not take all');
    }
    const { requests } = await stub.take();
    const bodies = requests.flatMap(messagesIn);
    if (bodies.length !== count) throw new Error(`${bodies.length} of ${count} commands were assigned`);
    return bodies.map((body) => ({
      id: messageSchema.parse(JSON.parse(String(body))).message.messageId,
      body,
    }));
  };
};

/** What functions log is no part of a benchmark's answer. */
const quietly = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
  const { write } = process.stdout;
  process.stdout.write = () => true;
  try {
    return await work();
  } finally {
    process.stdout.write = write;
  }
};
