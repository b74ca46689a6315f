import type { SQSRecord } from 'aws-lambda';
import { CAUSE_ATTRIBUTE } from '../../../shared/lanes/lane-queue.ts';
import type { LaneRow } from '../../../shared/lanes/lane-table.ts';
import type { EnvironmentDeps } from './environment.ts';

/** A message in a queue. */
type QueuedMessage = {
  readonly id: string;
  /** Its place in the order of sending. */
  readonly place: number;
  readonly body: string;
  readonly groupId: string | undefined;
  /** Why it was set aside, where it was. */
  readonly cause: string | undefined;
  /** Milliseconds since 1970 at which it was sent; it stays what it was in a dead-letter queue. */
  readonly sentAt: number;
  firstReceivedAt: number | undefined;
  receives: number;
  visibleAt: number;
  isGone: boolean;
};

/** What a message is sent with. */
export type SendOptions = {
  readonly delaySeconds?: number;
  readonly groupId?: string | undefined;
  /** A FIFO queue takes an id once in five minutes. */
  readonly deduplicationId?: string;
  readonly cause?: string;
};

export type QueueRules = Pick<LaneRow, 'visibilityTimeoutSeconds'> & {
  /** Receives before a message goes to the dead letters, and where those are. @default it stays */
  readonly maxReceives?: number;
  readonly deadLetters?: Queue;
  /** Messages of one group come in order, and none while an earlier one is out. @default false */
  readonly fifo?: boolean;
};

/** A message may overtake so many others at most. */
const REORDER_WINDOW = 30;
const DEDUPLICATION_MS = 300_000;

/** A queue of SQS: at least once, with visibility time-outs and a dead-letter queue; in no order, or FIFO. */
export class Queue {
  readonly arn: string;
  readonly deadLetters: Queue | undefined;
  /** Called whenever a message can be received. */
  onVisible: () => void = () => undefined;
  readonly #name: string;
  readonly #deps: EnvironmentDeps;
  readonly #rules: QueueRules;
  readonly #messages = new Map<string, QueuedMessage>();
  readonly #deduplicated = new Map<string, number>();
  #visible: QueuedMessage[] = [];
  #sent = 0;

  constructor(name: string, rules: QueueRules, deps: EnvironmentDeps) {
    this.arn = `arn:aws:sqs:us-east-1:111111111111:${name}`;
    this.deadLetters = rules.deadLetters;
    this.#name = name;
    this.#rules = rules;
    this.#deps = deps;
  }

  get hasVisible(): boolean {
    return this.#visible.length > 0;
  }

  /** Bodies of all messages that are in it. */
  get bodies(): readonly string[] {
    return [...this.#messages.values()].map(({ body }) => body);
  }

  send(body: string, { delaySeconds = 0, groupId, deduplicationId, cause }: SendOptions = {}): void {
    const { now } = this.#deps.clock;
    if (deduplicationId !== undefined) {
      if (now - (this.#deduplicated.get(deduplicationId) ?? 0) < DEDUPLICATION_MS) return;
      this.#deduplicated.set(deduplicationId, now);
    }
    this.#sent += 1;
    const id = `${this.#name}-${this.#sent}`;
    this.#add({ ...fresh, id, place: this.#sent, body, groupId, cause, sentAt: now }, delaySeconds * 1000);
  }

  /** Up to `most` messages as a function receives them; those received too often go to the dead letters instead. */
  receive(most: number): SQSRecord[] {
    const records: SQSRecord[] = [];
    const passed: QueuedMessage[] = [];
    const blocked = this.#blockedGroups();
    while (records.length < most && this.#visible.length > 0) {
      const message = this.#next();
      if (message.isGone || message.visibleAt > this.#deps.clock.now) continue;
      if (message.groupId !== undefined && blocked.has(message.groupId)) passed.push(message);
      else if (message.receives >= (this.#rules.maxReceives ?? Number.POSITIVE_INFINITY)) this.#bury(message);
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
    if (this.#rules.fifo !== true && faults.strikes('lost delete')) {
      this.#showAfter(message, random.between(100, 60_000));
      return;
    }
    this.#remove(message);
  }

  /** Shows a received message again after a time. */
  returnAfter(receiptHandle: string, ms: number): void {
    const message = this.#messages.get(messageIdOf(receiptHandle));
    if (message !== undefined) this.#showAfter(message, ms);
  }

  /** Takes a message over from the queue that gave it up: the same one, with its own id. */
  takeOver({ id, body, groupId, cause, sentAt }: QueuedMessage): void {
    this.#sent += 1;
    this.#add({ ...fresh, id, place: this.#sent, body, groupId, cause, sentAt }, 0);
  }

  #add(message: QueuedMessage, ms: number): void {
    this.#messages.set(message.id, message);
    this.#showAfter(message, ms);
  }

  #next(): QueuedMessage {
    const { faults, random } = this.#deps;
    const visible = this.#visible;
    const isOrdered = this.#rules.fifo === true || !faults.strikes('messages out of order');
    const at = isOrdered ? 0 : random.below(Math.min(visible.length, REORDER_WINDOW));
    return (at === 0 ? visible.shift() : visible.splice(at, 1)[0]) as QueuedMessage;
  }

  #handOut(message: QueuedMessage): SQSRecord {
    const { clock, faults, random } = this.#deps;
    message.receives += 1;
    message.firstReceivedAt ??= clock.now;
    const isTwice = this.#rules.fifo !== true && faults.strikes('message twice');
    const hiddenMs = isTwice ? random.between(0, 5000) : this.#rules.visibilityTimeoutSeconds * 1000;
    this.#showAfter(message, hiddenMs);
    return toRecord(message, this.arn);
  }

  #bury(message: QueuedMessage): void {
    this.#remove(message);
    this.deadLetters?.takeOver(message);
  }

  #remove(message: QueuedMessage): void {
    message.isGone = true;
    this.#messages.delete(message.id);
    // The next of its group may come now.
    if (this.#rules.fifo === true && this.hasVisible) this.onVisible();
  }

  /** Groups of which a message is out, or waits to come again. */
  #blockedGroups(): ReadonlySet<string> {
    if (this.#rules.fifo !== true) return none;
    const { now } = this.#deps.clock;
    const out = [...this.#messages.values()].filter(({ visibleAt }) => visibleAt > now);
    return new Set(out.flatMap(({ groupId }) => (groupId === undefined ? [] : [groupId])));
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
    if (this.#rules.fifo === true) this.#visible.sort((a, b) => a.place - b.place);
    this.onVisible();
  }
}

const fresh = { firstReceivedAt: undefined, receives: 0, visibleAt: 0, isGone: false };
const none: ReadonlySet<string> = new Set();

const messageIdOf = (receiptHandle: string): string => receiptHandle.slice('receipt-'.length);

const toRecord = (
  { id, body, groupId, cause, sentAt, receives, firstReceivedAt }: QueuedMessage,
  arn: string,
): SQSRecord => ({
  messageId: id,
  receiptHandle: `receipt-${id}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: String(firstReceivedAt),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
  },
  messageAttributes:
    cause === undefined ? {} : { [CAUSE_ATTRIBUTE]: { stringValue: cause, dataType: 'String' } },
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: arn,
  awsRegion: 'us-east-1',
});
