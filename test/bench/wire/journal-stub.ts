import { listIn } from './list-in.ts';

/** An attribute in DynamoDB's JSON, as far as the journal writes it. */
type Attribute = { readonly S: string } | { readonly N: string };

/** An item in DynamoDB's JSON. */
export type StoredItem = Readonly<Record<string, Attribute>>;

/** The journal's table in memory: conditional inserts by PartiQL, reads by key and by aggregate. */
export class JournalStub {
  /** New items in the order of their inserts. */
  readonly inserted: StoredItem[] = [];
  readonly #items = new Map<string, StoredItem>();

  /** Answers `BatchExecuteStatement`, `BatchGetItem` and `Query` as DynamoDB does. */
  answer(action: string, body: Record<string, unknown>): unknown {
    switch (action) {
      case 'BatchExecuteStatement':
        return { Responses: listIn(body, 'Statements').map((statement) => this.#insert(itemOf(statement))) };
      case 'BatchGetItem':
        return { Responses: this.#get(body['RequestItems']), UnprocessedKeys: {} };
      case 'Query':
        return { Items: this.#query(JSON.stringify(body['ExpressionAttributeValues'])) };
      default:
        throw new Error(`the stub does not know DynamoDB ${action}`);
    }
  }

  #insert(item: StoredItem) {
    const name = nameOf(item);
    if (this.#items.has(name)) return { Error: { Code: 'DuplicateItem', Message: 'Duplicate primary key' } };
    this.#items.set(name, item);
    this.inserted.push(item);
    return { TableName: 'journal' };
  }

  #get(requested: unknown) {
    return Object.fromEntries(
      Object.entries(requested ?? {}).map(([table, { Keys }]) => [
        table,
        Keys.flatMap((key: StoredItem) => this.#items.get(nameOf(key)) ?? []),
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

const nameOf = (item: StoredItem): string => `${textOf(item['aggregate'])}\n${textOf(item['key'])}`;

const textOf = (attribute: Attribute | undefined): string =>
  attribute !== undefined && 'S' in attribute ? JSON.stringify(attribute.S) : '"\n"';
