import { randomUUID } from 'node:crypto';
import { MOST_MEMBERS } from '../../../shared/messages/batch-message.ts';
import type { ContactCommand } from '../../../shared/messages/command.ts';
import { pagesOf } from '../../../shared/messages/pages-of.ts';
import type { Priority } from '../../../shared/messages/priority.ts';
import { aReferringCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import type { AwsStub, WireRequest } from './aws-stub.ts';
import { CallLedger, isSwitchRead } from './call-ledger.ts';
import { type FunctionFolder, type Handlers, queueArnOf } from './functions.ts';
import type { StoredItem } from './journal-stub.ts';
import { storeCustomers } from './producer.ts';
import {
  batchEventOf,
  batchOf,
  busEventOf,
  insertedBatches,
  messagesIn,
  receiptsOf,
  streamRecordsOf,
} from './wire-records.ts';

/** One configuration of the walk: which commands, how they come in, and how full the batches are. */
export type WalkOptions = {
  readonly tier: Priority;
  readonly path: 'by bus' | 'direct' | 'by bus, in a batch' | 'direct, in a batch';
  /** Commands in all: a multiple of `batchSize`. */
  readonly commands: number;
  /** Messages in an invocation; members of a batch are at most 50 at a time. */
  readonly batchSize: number;
  /** Operators have given the identities rates, so that each batch takes tokens. @default false */
  readonly hasRates?: boolean;
};

/** Seconds that an invocation is billed at 512 MB: assumed, since only AWS can measure them. */
const ASSUMED_SECONDS = {
  coordinator: 0.06,
  'email-agent': 0.15,
  'event-relay': 0.03,
  'provider-receipts': 0.04,
} as const satisfies Record<FunctionFolder, number>;
const GIGABYTES = 0.5;

/** START, END and REPORT of an invocation in Lambda's text format. */
const LAMBDA_LOG_BYTES = 300;

const context = { getRemainingTimeInMillis: () => 15_000 };

/**
 * Takes commands from their producer to the EVENT of their delivery through the real handlers, and counts. What AWS does
 * between them is modelled: the bus delivers each event to a queue by one request; a poller receives a batch by one request
 * and deletes it by one; a receipt comes over the default bus, free; what one insert wrote comes from the stream as one batch.
 * Each command names another customer, who is stored and whom no process has seen lately.
 */
export const walkCommands = async (
  stub: AwsStub,
  handlers: Handlers,
  options: WalkOptions,
): Promise<CallLedger> => {
  const walk = new Walk(stub, handlers);
  const commands = Array.from({ length: options.commands }, () =>
    aReferringCommand({ priority: options.tier, customerId: `cust-${randomUUID()}` }),
  );
  await storeCustomers(commands.map(({ command }) => command.customerId));
  stub.takeRequests();
  for (const taken of await submitAll(walk, commands, options)) {
    const sent = await walk.invoke('email-agent', taken);
    await walk.bringReceipts(sent);
  }
  return walk.ledger;
};

/** The bodies that are in the agent's lane, as its invocations receive them. */
const submitAll = async (
  walk: Walk,
  commands: readonly ContactCommand[],
  { path, batchSize }: WalkOptions,
): Promise<readonly (readonly unknown[])[]> => {
  const inLane: (readonly unknown[])[] = [];
  for (const page of pagesOf(commands, path.endsWith('in a batch') ? MOST_MEMBERS : batchSize)) {
    const taken = await submit(walk, page, path);
    inLane.push(...taken.map(messagesIn).filter(({ length }) => length > 0));
  }
  return inLane;
};

const submit = (walk: Walk, commands: readonly ContactCommand[], path: WalkOptions['path']) => {
  switch (path) {
    case 'by bus':
      return walk.submitByBus(commands.map(busEventOf));
    case 'direct':
      return walk.submitDirect(commands);
    case 'by bus, in a batch':
      return walk.submitByBus([batchEventOf(commands)]);
    case 'direct, in a batch':
      return walk.submitDirect([batchOf(commands)]);
  }
};

class Walk {
  readonly ledger = new CallLedger();
  readonly #stub: AwsStub;
  readonly #handlers: Handlers;

  constructor(stub: AwsStub, handlers: Handlers) {
    this.#stub = stub;
    this.#handlers = handlers;
  }

  /** The producer puts events; rules bring them to the coordinator's lane. */
  async submitByBus(events: readonly object[]): Promise<readonly WireRequest[]> {
    this.ledger.note('producer', 'EventBridge PutEvents', 'eventBridgeEvent', 1, events.length);
    this.ledger.note('bus → coordinator', 'SQS SendMessage', 'sqsRequest', events.length);
    return this.invoke('coordinator', events);
  }

  /** The client library in the producer's own process. */
  async submitDirect(documents: readonly object[]): Promise<readonly WireRequest[]> {
    const results = await this.#handlers.producer.submit(
      documents.map((message) => ({ intakeId: randomUUID(), message })),
    );
    const members = results.flatMap((result) => (result.status === 'EXPANDED' ? result.members : [result]));
    if (members.some(({ status }) => status !== 'ACCEPTED'))
      throw new Error('producer: not all were accepted');
    return this.#settle('producer');
  }

  /** A poller receives a batch, Lambda runs the function, the poller deletes. */
  async invoke(
    folder: Exclude<FunctionFolder, 'event-relay'>,
    bodies: readonly unknown[],
  ): Promise<readonly WireRequest[]> {
    const Records = bodies.map((body) => ({ ...anSqsRecord(body), eventSourceARN: queueArnOf(folder) }));
    this.ledger.note(folder, 'SQS ReceiveMessage', 'sqsRequest');
    this.#noteInvoke(folder);
    const { batchItemFailures } = await this.#logging(folder, () =>
      this.#handlers[folder]({ Records }, context),
    );
    if (batchItemFailures.length > 0)
      throw new Error(`${folder}: ${batchItemFailures.length} messages failed`);
    this.ledger.note(folder, 'SQS DeleteMessageBatch', 'sqsRequest');
    return this.#settle(folder);
  }

  /** SES tells the default bus, whose rule brings it to the receipts' queue. */
  async bringReceipts(requests: readonly WireRequest[]): Promise<void> {
    const receipts = receiptsOf(requests);
    this.ledger.note('SES → default bus', 'EventBridge PutEvents', 'free', receipts.length);
    this.ledger.note('bus → receipts', 'SQS SendMessage', 'sqsRequest', receipts.length);
    await this.invoke('provider-receipts', receipts);
  }

  #noteInvoke(folder: FunctionFolder): void {
    this.ledger.note(folder, 'Lambda Invoke', 'lambdaInvoke');
    this.ledger.note(folder, 'compute (assumed)', 'lambdaComputeArm', 0, ASSUMED_SECONDS[folder] * GIGABYTES);
  }

  /** Runs an invocation with its log taken from the terminal and counted, Lambda's own lines added. */
  async #logging<Answer>(folder: FunctionFolder, invocation: () => Promise<Answer>): Promise<Answer> {
    const { write } = process.stdout;
    let bytes = LAMBDA_LOG_BYTES;
    process.stdout.write = (chunk: string | Uint8Array) => {
      bytes += chunk.length;
      return true;
    };
    try {
      return await invocation();
    } finally {
      process.stdout.write = write;
      this.ledger.note(folder, 'log', 'logKilobyte', 0, bytes / 1000);
    }
  }

  /** Counts what a stage sent, then lets the relay tell the bus what each of its inserts brought. */
  async #settle(stage: string): Promise<readonly WireRequest[]> {
    const requests = this.#stub.takeRequests();
    this.ledger.record(stage, [...requests, ...this.#switchesReadBefore(stage, requests)]);
    const inserted = this.#stub.takeInserted();
    for (const images of insertedBatches({ requests, inserted })) await this.#relay(images);
    return requests;
  }

  /**
   * An agent reads its switches at most once a second. How much of the walk falls into one second is chance, so they are
   * counted as if every batch came a second after the one before: the most that it can be.
   */
  #switchesReadBefore(stage: string, requests: readonly WireRequest[]): readonly WireRequest[] {
    if (stage !== 'email-agent') return [];
    const read = requests.find(isSwitchRead);
    this.#stub.lastSwitchRead = read ?? this.#stub.lastSwitchRead;
    if (this.#stub.lastSwitchRead === undefined) throw new Error(`${stage}: no switch was ever read`);
    return read === undefined ? [this.#stub.lastSwitchRead] : [];
  }

  async #relay(images: readonly StoredItem[]): Promise<void> {
    this.ledger.note('event-relay', 'DynamoDB GetRecords', 'free');
    this.#noteInvoke('event-relay');
    const { batchItemFailures } = await this.#logging('event-relay', () =>
      this.#handlers['event-relay'](streamRecordsOf(images), context),
    );
    if (batchItemFailures.length > 0) throw new Error('event-relay: a record failed');
    const requests = this.#stub.takeRequests();
    this.ledger.record('event-relay', requests);
    // What it notes of batches comes to it too.
    const inserted = this.#stub.takeInserted();
    for (const own of insertedBatches({ requests, inserted })) await this.#relay(own);
  }
}
