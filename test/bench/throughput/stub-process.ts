import { AwsStub } from '../wire/aws-stub.ts';
import type { StubQuestion } from './wire-stub.ts';

/** The stub of AWS as a process: says its URL, answers what its parent asks, and ends with it. */
const stub = new AwsStub();
process.on('message', (question: StubQuestion) => {
  if (question.ask === 'take') {
    process.send?.({ requests: stub.takeRequests(), inserted: stub.takeInserted() });
    return;
  }
  if (question.ask === 'delay') {
    stub.delays = question.delays;
    process.send?.('set');
    return;
  }
  for (const item of question.items) stub.journal.store(question.table, item);
  process.send?.('stored');
});
process.once('disconnect', () => stub.close());
process.send?.(await stub.open());
