import { listIn } from './list-in.ts';

/** An attribute in DynamoDB's JSON, as far as our functions write it. */
type Attribute = { readonly S: string } | { readonly N: string } | { readonly B: string };

/** An item in DynamoDB's JSON. */
export type StoredItem = Readonly<Record<string, Attribute>>;

/** A put of a transaction. */
type Write = { readonly TableName: string; readonly Item: StoredItem };

/** The table whose inserts its stream brings to the relay. */
export const JOURNAL = 'journal';

/** Tables in memory: conditional inserts by PartiQL, reads by key and by aggregate. */
export class JournalStub {
  /** New items of the journal in the order of their inserts. */
  readonly inserted: StoredItem[] = [];
  readonly #items = new Map<string, StoredItem>();

  /** Answers what our functions ask, as DynamoDB does. */
  answer(action: string, body: Record<string, unknown>): unknown {
    switch (action) {
      case 'BatchExecuteStatement':
        return {
          Responses: listIn(body, 'Statements').map((statement) =>
            this.#insert(tableOf(statement), itemOf(statement)),
          ),
        };
      case 'BatchGetItem':
        return { Responses: this.#get(body['RequestItems']), UnprocessedKeys: {} };
      case 'TransactWriteItems':
        for (const { Put } of listIn(body, 'TransactItems')) this.#put(Put as Write);
        return {};
      case 'PutItem':
        this.#put(body as Write);
        return {};
      case 'GetItem':
        return { Item: this.#items.get(nameOf(String(body['TableName']), body['Key'] as StoredItem)) };
      case 'Query':
        return { Items: this.#query(JSON.stringify(body['ExpressionAttributeValues'])) };
      default:
        throw new Error(`the stub does not know DynamoDB ${action}`);
    }
  }

  #insert(table: string, item: StoredItem) {
    const name = nameOf(table, item);
    if (this.#items.has(name)) return { Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key' } };
    this.#items.set(name, item);
    if (table === JOURNAL) this.inserted.push(item);
    return { TableName: table };
  }

  /** Every condition holds: whoever prepares a walk writes what is new. */
  #put({ TableName, Item }: Write): void {
    this.#items.set(nameOf(TableName, Item), Item);
  }

  #get(requested: unknown) {
    return Object.fromEntries(
      Object.entries(requested ?? {}).map(([table, { Keys }]) => [
        table,
        Keys.flatMap((key: StoredItem) => this.#items.get(nameOf(table, key)) ?? []),
      ]),
    );
  }

  #query(values: string) {
    return [...this.#items.values()].filter(
      ({ aggregate, listing }) => values.includes(textOf(aggregate)) || values.includes(textOf(listing)),
    );
  }
}

const itemOf = ({ Statement, Parameters }: Record<string, unknown>): StoredItem => {
  const names = [...String(Statement).matchAll(/'(\w+)': \?/g)].map(([, name]) => name);
  if (!Array.isArray(Parameters) || Parameters.length !== names.length)
    throw new Error('ValidationException');
  return Object.fromEntries(names.map((name, index) => [name, Parameters[index]]));
};

/** The table that a statement of PartiQL inserts into. */
export const tableOf = ({ Statement }: Record<string, unknown>): string =>
  /^INSERT INTO "([^"]+)"/.exec(String(Statement))?.[1] ?? 'no table';

const nameOf = (table: string, item: StoredItem): string =>
  [table, ...['aggregate', 'key', 'id', 'part'].map((key) => textOf(item[key]))].join('\n');

const textOf = (attribute: Attribute | undefined): string =>
  attribute !== undefined && 'S' in attribute ? JSON.stringify(attribute.S) : '"\n"';
