import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { functionEnvironment, queueArnOf } from '../wire/functions.ts';

/** What an environment answers for a batch: its own CPU in microseconds, and how many messages failed. */
export type BatchAnswer = { readonly cpuMicros: number; readonly failed: number };

const [, , url = '', module = '', taskRoot = ''] = process.argv;
Object.assign(process.env, functionEnvironment(url, taskRoot));
const { handler } = await import(module);
const context = { getRemainingTimeInMillis: () => 15_000 };

/** One environment of the e-mail agent: takes a batch, as Lambda would bring it, and answers when it is done. */
process.on('message', async (bodies: readonly unknown[]) => {
  const Records = bodies.map((body) => ({ ...anSqsRecord(body), eventSourceARN: queueArnOf('email-agent') }));
  const before = process.cpuUsage();
  const { batchItemFailures } = await handler({ Records }, context);
  const { user, system } = process.cpuUsage(before);
  const answer: BatchAnswer = { cpuMicros: user + system, failed: batchItemFailures.length };
  process.send?.(answer);
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
