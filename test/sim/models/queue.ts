import type { SQSRecord } from 'aws-lambda';
import type { LaneRow } from '../../../shared/lanes/lane-table.ts';
import type { EnvironmentDeps } from './environment.ts';

/** A message in a queue. */
export type QueuedMessage = {
  readonly id: string;
  readonly body: string;
  readonly groupId: string | undefined;
} & {
  receives: number;
  visibleAt: number;
  isGone: boolean;
};

export type QueueRules = Pick<LaneRow, 'visibilityTimeoutSeconds' | 'maxReceives'> & {
  /** Messages of one group come in order, one batch at a time. @default false */
  readonly fifo?: boolean;
};

/** A message may overtake so many others at most. */
const REORDER_WINDOW = 30;

/** A standard queue of SQS: at least once, in no order, with visibility time-outs and a dead-letter queue. */
export class Queue {
  readonly arn: string;
  readonly deadLetters: QueuedMessage[] = [];
  /** Called whenever a message can be received. */
  onVisible: () => void = () => undefined;
  readonly #deps: EnvironmentDeps;
  readonly #rules: QueueRules;
  readonly #messages = new Map<string, QueuedMessage>();
  #visible: QueuedMessage[] = [];
  #sent = 0;

  constructor(name: string, rules: QueueRules, deps: EnvironmentDeps) {
    this.arn = `arn:aws:sqs:us-east-1:111111111111:${name}`;
    this.#rules = rules;
    this.#deps = deps;
  }

  send(body: string, delaySeconds = 0, groupId?: string): void {
    const { clock } = this.#deps;
    this.#sent += 1;
    const message = {
      id: `message-${this.#sent}`,
      body,
      groupId,
      receives: 0,
      visibleAt: clock.now,
      isGone: false,
    };
    this.#messages.set(message.id, message);
    this.#showAfter(message, delaySeconds * 1000);
  }

  get hasVisible(): boolean {
    return this.#visible.length > 0;
  }

  /** Up to `most` messages as a function receives them; those received too often go to the dead letters instead. */
  receive(most: number): SQSRecord[] {
    const records: SQSRecord[] = [];
    const passed: QueuedMessage[] = [];
    while (records.length < most && this.#visible.length > 0) {
      const message = this.#next();
      if (message.isGone || message.visibleAt > this.#deps.clock.now) continue;
      if (this.#isGroupBusy(message)) passed.push(message);
      else if (message.receives >= this.#rules.maxReceives) this.#bury(message);
      else records.push(this.#handOut(message));
    }
    this.#visible = [...passed, ...this.#visible];
    return records;
  }

  /** Removes a message by its receipt handle. */
  delete(receiptHandle: string): void {
    const { faults, random } = this.#deps;
    const message = this.#messages.get(messageIdOf(receiptHandle));
    if (message === undefined) return;
    if (faults.strikes('lost delete')) {
      this.#showAfter(message, random.between(100, 60_000));
      return;
    }
    message.isGone = true;
    this.#messages.delete(message.id);
    // The next of its group may come now.
    if (this.#rules.fifo === true && this.hasVisible) this.onVisible();
  }

  /** Puts a copy of a message among the dead letters, as a consumer does with what must wait. */
  setAside(body: string): void {
    this.#sent += 1;
    const id = `message-${this.#sent}`;
    this.deadLetters.push({ id, body, groupId: undefined, receives: 1, visibleAt: 0, isGone: true });
  }

  /** Shows a received message again after a time. */
  returnAfter(receiptHandle: string, ms: number): void {
    const message = this.#messages.get(messageIdOf(receiptHandle));
    if (message !== undefined) this.#showAfter(message, ms);
  }

  #next(): QueuedMessage {
    const { faults, random } = this.#deps;
    const visible = this.#visible;
    const at = faults.strikes('messages out of order')
      ? random.below(Math.min(visible.length, REORDER_WINDOW))
      : 0;
    return (
      this.#rules.fifo === true || at === 0 ? visible.shift() : visible.splice(at, 1)[0]
    ) as QueuedMessage;
  }

  #handOut(message: QueuedMessage): SQSRecord {
    const { faults, random } = this.#deps;
    message.receives += 1;
    const isTwice = this.#rules.fifo !== true && faults.strikes('message twice');
    this.#showAfter(message, isTwice ? random.between(0, 5000) : this.#rules.visibilityTimeoutSeconds * 1000);
    return toRecord(message, this.arn);
  }

  #bury(message: QueuedMessage): void {
    message.isGone = true;
    this.#messages.delete(message.id);
    this.deadLetters.push(message);
  }

  #isGroupBusy({ groupId, id }: QueuedMessage): boolean {
    if (this.#rules.fifo !== true || groupId === undefined) return false;
    return [...this.#messages.values()].some(
      (other) =>
        other.groupId === groupId &&
        other.id !== id &&
        other.receives > 0 &&
        other.visibleAt > this.#deps.clock.now,
    );
  }

  #showAfter(message: QueuedMessage, ms: number): void {
    const visibleAt = this.#deps.clock.now + ms;
    message.visibleAt = visibleAt;
    const show = () => {
      if (!message.isGone && message.visibleAt === visibleAt) this.#show(message);
    };
    if (ms === 0) show();
    else this.#deps.clock.after(ms, show);
  }

  #show(message: QueuedMessage): void {
    this.#visible.push(message);
    this.onVisible();
  }
}

const messageIdOf = (receiptHandle: string): string => receiptHandle.slice('receipt-'.length);

const toRecord = ({ id, body, receives }: QueuedMessage, arn: string): SQSRecord => ({
  messageId: id,
  receiptHandle: `receipt-${id}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: '0',
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion: 'us-east-1',
});
