import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { LaneRow } from '../../../shared/lanes/lane-table.ts';
import type { EnvironmentDeps } from './environment.ts';
import type { FunctionPool } from './function-pool.ts';
import type { Queue } from './queue.ts';

export type QueueMappingOptions = Pick<LaneRow, 'batchSize' | 'batchWindowSeconds'> & {
  readonly maxConcurrency: number;
};

/** Milliseconds until a poller sees a message. */
const POLL_MS = { from: 20, to: 600 };

/** An event source mapping: hands a queue's messages to a function, and removes those that its answer does not name. */
export class QueueMapping {
  readonly #queue: Queue;
  readonly #options: QueueMappingOptions;
  readonly #pool: FunctionPool<SQSEvent, SQSBatchResponse>;
  readonly #deps: EnvironmentDeps;
  #running = 0;
  #isLooking = false;

  constructor(
    queue: Queue,
    options: QueueMappingOptions,
    pool: FunctionPool<SQSEvent, SQSBatchResponse>,
    deps: EnvironmentDeps,
  ) {
    this.#queue = queue;
    this.#options = options;
    this.#pool = pool;
    this.#deps = deps;
    queue.onVisible = () => this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#isLooking || this.#running >= this.#options.maxConcurrency) return;
    this.#isLooking = true;
    const { clock, random } = this.#deps;
    const ms = this.#options.batchWindowSeconds * 1000 + random.between(POLL_MS.from, POLL_MS.to);
    clock.after(ms, () => this.#look());
  }

  #look(): void {
    this.#isLooking = false;
    while (this.#running < this.#options.maxConcurrency) {
      const records = this.#queue.receive(this.#options.batchSize);
      if (records.length === 0) return;
      void this.#handOver(records);
    }
  }

  async #handOver(records: SQSRecord[]): Promise<void> {
    this.#running += 1;
    const answer = await this.#pool.invoke({ Records: records });
    this.#running -= 1;
    if (typeof answer !== 'string') {
      const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { messageId, receiptHandle } of records) {
        if (!failed.has(messageId)) this.#queue.delete(receiptHandle);
      }
    }
    if (this.#queue.hasVisible) this.#lookSoon();
  }
}
