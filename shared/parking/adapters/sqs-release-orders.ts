import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ReleaseOrders, ReleaseRun } from '../release-order.ts';

export type SqsReleaseOrdersOptions = {
  readonly client: Pick<SQSClient, 'send'>;
  /** The queue that feeds the function which sends them. */
  readonly queueUrl: string;
};

/** Orders in SQS. */
export class SqsReleaseOrders implements ReleaseOrders {
  readonly #options: SqsReleaseOrdersOptions;

  constructor(options: SqsReleaseOrdersOptions) {
    this.#options = options;
  }

  async send(run: ReleaseRun): Promise<void> {
    const { client, queueUrl: QueueUrl } = this.#options;
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(run) }));
  }
}
