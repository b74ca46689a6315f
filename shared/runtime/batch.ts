import type { SQSRecord } from 'aws-lambda';
import { errorFields, type Logger } from '../observability/logger.ts';
import { retryLater, Settled } from './settled.ts';

/** Something on its way that stems from a received message. */
export type Item = { readonly record: SQSRecord };

const UNSETTLED = retryLater('UNSETTLED');

/** Messages that are worked on together, and how each of them ended. */
export class Batch {
  readonly records: readonly SQSRecord[];
  /** Milliseconds that the function still has. */
  readonly remainingMs: () => number;
  readonly #settled = new Map<SQSRecord, Settled>();
  readonly #log: Logger;

  constructor(records: readonly SQSRecord[], remainingMs: () => number, log: Logger) {
    this.records = records;
    this.remainingMs = remainingMs;
    this.#log = log;
  }

  /**
   * Takes items one step on, all at once. A step returns what comes next or settles the item; one that throws sends only
   * its own message back.
   */
  async pass<I extends Item, O>(
    items: readonly I[],
    step: (item: I) => O | Settled | Promise<O | Settled>,
  ): Promise<Exclude<O, Settled>[]> {
    const answers = items.map((item) => this.#attempt(item, step));
    // Most steps answer at once, and a promise costs more than they do.
    const results = answers.some(isPromise) ? await this.#allOf(answers, items, step.name) : answers;
    const next: Exclude<O, Settled>[] = [];
    for (let index = 0; index < items.length; index += 1) {
      const result = results[index] as O | Settled;
      const item = items[index] as I;
      if (result instanceof Settled) this.settle(item.record, result);
      else next.push(result as Exclude<O, Settled>);
    }
    return next;
  }

  /** Says how a message ended; the last word counts. */
  settle(record: SQSRecord, settled: Settled): void {
    this.#settled.set(record, settled);
  }

  /** Whether a message goes back to its queue, as far as is known. */
  isGoingBack(record: SQSRecord): boolean {
    return this.settlementOf(record)?.retry !== undefined;
  }

  /** The outcome of a message, as far as it is known; one that nobody settled comes back. */
  outcomeOf(record: SQSRecord): string {
    return (this.settlementOf(record) ?? UNSETTLED).outcome;
  }

  /** How a message ended, as far as anybody has said. */
  settlementOf(record: SQSRecord): Settled | undefined {
    return this.#settled.get(record);
  }

  /** How each message ended; one that nobody settled comes back. */
  get settlements(): readonly (readonly [SQSRecord, Settled])[] {
    return this.records.map((record) => [record, this.settlementOf(record) ?? UNSETTLED]);
  }

  /** What is said of messages that matter to `pick`; in the order in which they came. */
  gather<T>(pick: (settled: Settled, record: SQSRecord) => T | undefined): T[] {
    const picked: T[] = [];
    for (const record of this.records) {
      const settled = this.settlementOf(record);
      const one = settled && pick(settled, record);
      if (one !== undefined) picked.push(one);
    }
    return picked;
  }

  #attempt<I extends Item, O>(
    item: I,
    step: (item: I) => O | Settled | Promise<O | Settled>,
  ): O | Settled | Promise<O | Settled> {
    try {
      return step(item);
    } catch (error) {
      return this.#failed(item, step.name, error);
    }
  }

  /** Few steps fail: who did is looked for only then. */
  async #allOf<O>(
    answers: readonly (O | Promise<O>)[],
    items: readonly Item[],
    step: string,
  ): Promise<readonly (O | Settled)[]> {
    try {
      return await Promise.all(answers);
    } catch {
      const ends = await Promise.allSettled(answers);
      return ends.map((end, index) =>
        end.status === 'fulfilled' ? end.value : this.#failed(items[index] as Item, step, end.reason),
      );
    }
  }

  #failed({ record: { messageId: intakeId } }: Item, step: string, error: unknown): Settled {
    this.#log.error('step failed', { step, intakeId, ...errorFields(error) });
    return retryLater('STEP_FAILED');
  }
}

const isPromise = <T>(answer: T | Promise<T>): answer is Promise<T> => answer instanceof Promise;
