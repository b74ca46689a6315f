import { type PriceName, usdOfUnits } from '../../../cli/capacity/aws-prices.ts';
import { CONTROL_PREFIX } from '../../../shared/state/control-store.ts';
import type { WireRequest } from './aws-stub.ts';
import type { StoredItem } from './journal-stub.ts';
import { listIn } from './list-in.ts';

/** One kind of call: who makes it, how often, and what is billed for it. */
export type CallCount = {
  /** `ours` came over the wire to the stub; `AWS` is what AWS does for us, by the model in `walk.ts`. */
  readonly by: 'ours' | 'AWS';
  readonly stage: string;
  readonly call: string;
  calls: number;
  readonly price: PriceName;
  units: number;
};

/** Counts calls and billed units by stage of a message's way. */
export class CallLedger {
  readonly #counts = new Map<string, CallCount>();

  /** Adds calls that AWS makes for us. */
  note(stage: string, call: string, price: PriceName, calls = 1, units = calls): void {
    this.#add({ by: 'AWS', stage, call, calls, price, units });
  }

  /** Adds requests that came over the wire; `stored` gives what a read found. */
  record(stage: string, requests: readonly WireRequest[]): void {
    for (const { service, action, body } of requests) {
      const call = `${service} ${action}`;
      const what = isSwitchRead({ action, body }) ? ' of switches' : '';
      this.#add({ by: 'ours', stage, call: call + what, calls: 1, ...billed(call, body) });
    }
  }

  /** All counts, in the order of the way. */
  counts(): readonly CallCount[] {
    return [...this.#counts.values()];
  }

  #add(count: CallCount): void {
    const name = `${count.by} ${count.stage} ${count.call}`;
    const known = this.#counts.get(name);
    if (known === undefined) this.#counts.set(name, { ...count });
    else {
      known.calls += count.calls;
      known.units += count.units;
    }
  }
}

/** Whether a request reads the stage's switches. */
export const isSwitchRead = ({ action, body }: Pick<WireRequest, 'action' | 'body'>): boolean =>
  action === 'BatchGetItem' && JSON.stringify(body).includes(`"S":"${CONTROL_PREFIX}`);

/** US dollars of counted units. */
export const usdOf = ({ price, units }: CallCount): number => usdOfUnits(price, units);

const KIB = 1024;

/** What AWS bills for one request of ours. */
const billed = (call: string, body: Record<string, unknown>): { price: PriceName; units: number } => {
  switch (call) {
    case 'SQS SendMessageBatch':
      return {
        price: 'sqsRequest',
        units: Math.ceil(bytesOf(listIn(body, 'Entries').map((entry) => entry['MessageBody'])) / (64 * KIB)),
      };
    case 'EventBridge PutEvents':
      return {
        price: 'eventBridgeEvent',
        units: sum(
          listIn(body, 'Entries').map((entry) => Math.ceil(bytesOf([entry['Detail']]) / (64 * KIB))),
        ),
      };
    case 'DynamoDB BatchExecuteStatement':
      return {
        price: 'dynamoDbWrite',
        units: sum(listIn(body, 'Statements').map((s) => Math.ceil(itemBytes(s) / KIB))),
      };
    case 'DynamoDB UpdateItem':
      // A pool's buckets, or its loads: some ten attributes of 20 bytes.
      return { price: 'dynamoDbWrite', units: 1 };
    case 'DynamoDB PutItem':
      return { price: 'dynamoDbWrite', units: Math.ceil(storedBytes(body['Item']) / KIB) };
    case 'DynamoDB BatchGetItem':
      // Facts are far below 4 KB: a unit for each key, found or not.
      return { price: 'dynamoDbRead', units: keysIn(body['RequestItems']) };
    case 'DynamoDB Query':
      // Only batches are read whole: 52 facts of some 200 bytes at most, counted as if all were there already.
      return { price: 'dynamoDbRead', units: 3 };
    case 'DynamoDB GetItem':
      return { price: 'dynamoDbRead', units: 1 };
    case 'KMS Decrypt':
    case 'KMS GenerateDataKey':
      return { price: 'kmsRequest', units: 1 };
    case 'SES SendEmail':
      return { price: 'provider', units: 1 };
    default:
      throw new Error(`${call}: has no price in the model (test/bench/wire/call-ledger.ts)`);
  }
};

const bytesOf = (texts: readonly unknown[]): number =>
  sum(texts.map((text) => Buffer.byteLength(String(text))));

/** Names and values, as DynamoDB sizes an item; numbers are counted by their digits, which is more than it does. */
const itemBytes = ({ Statement, Parameters }: Record<string, unknown>): number => {
  const names = [...String(Statement).matchAll(/'(\w+)': \?/g)].map(([, name]) => name);
  const values = Array.isArray(Parameters)
    ? Parameters.map((p: StoredItem[string]) => Object.values(p)[0])
    : [];
  return bytesOf([...names, ...values]);
};

/** As `itemBytes`, of an item in DynamoDB's JSON; bytes are counted as base64, which is more than they are. */
const storedBytes = (item: unknown): number =>
  bytesOf(
    Object.entries(item ?? {}).flatMap(([name, attribute]) => [
      name,
      ...Object.values(attribute as StoredItem[string]),
    ]),
  );

const keysIn = (requested: unknown): number =>
  sum(Object.values(requested ?? {}).map(({ Keys }: { Keys: unknown[] }) => Keys.length));

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
