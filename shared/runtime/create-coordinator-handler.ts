import { readBusEvent } from '../client/read-bus-event.ts';
import type { SubmitResult, SwitchboardClient } from '../client/switchboard-client.ts';
import { createQueueHandler, type QueueHandlerDeps } from './create-queue-handler.ts';
import { retryLater, Settled } from './settled.ts';

export type CoordinatorDeps = QueueHandlerDeps & { readonly client: SwitchboardClient };

/** Makes the coordinator's handler: the client library, fed from the bus. */
export const createCoordinatorHandler = (deps: CoordinatorDeps) =>
  createQueueHandler(deps, async (batch) => {
    const results = await deps.client.submit(
      batch.records.map(({ body, messageId }) => readBusEvent(body, messageId)),
    );
    for (const [index, record] of batch.records.entries()) batch.settle(record, settle(results[index]));
  });

const settle = (result: SubmitResult | undefined): Settled => {
  if (result === undefined) return retryLater('NO_RESULT');
  return result.status === 'FAILED' ? retryLater(result.cause) : new Settled(result.status, []);
};
