import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';

type Item = Record<string, AttributeValue>;
type Input = Record<string, unknown>;

/** What a fake client does before it answers: throws, or takes keys of a read back as unprocessed. */
export type Interference = (action: string, input: Input) => 'unprocessed' | undefined;

/** DynamoDB's tables in memory, as far as the stores of personal data and the journal use them; counts calls by name. */
export class FakeTables {
  readonly calls: string[] = [];
  readonly items = new Map<string, Item>();
  interfere: Interference = () => undefined;

  /** The client of it. */
  readonly client = {
    send: async (command: { constructor: { name: string }; input: object }) => {
      await Promise.resolve();
      const action = command.constructor.name.replace(/Command$/, '');
      this.calls.push(action);
      const input: Input = { ...command.input };
      return this.interfere(action, input) === 'unprocessed'
        ? { Responses: {}, UnprocessedKeys: input['RequestItems'] }
        : this.#answer(action, input);
    },
  } as unknown as Pick<DynamoDBClient, 'send'>; // one method for all commands, where the SDK has an overload each

  /** Every text that is stored, names of attributes included. */
  text(): string {
    return JSON.stringify([...this.items]);
  }

  #answer(action: string, input: Input): object {
    switch (action) {
      case 'BatchGetItem':
        return { Responses: this.#get(input['RequestItems'] as Record<string, { Keys: Item[] }>) };
      case 'BatchExecuteStatement':
        return {
          Responses: (input['Statements'] as Statement[]).map((statement) => this.#insert(statement)),
        };
      case 'PutItem':
        if (!this.#holds(input as Write)) throw named('ConditionalCheckFailedException');
        this.#put(input as Write);
        return {};
      case 'ExecuteTransaction':
        return this.#execute(input['TransactStatements'] as Statement[]);
      case 'TransactWriteItems':
        return this.#transact(input['TransactItems'] as Transaction);
      case 'DeleteItem':
        this.items.delete(nameOf(String(input['TableName']), input['Key'] as Item));
        return {};
      case 'Query':
        return this.#query(input);
      case 'Scan':
        return this.#scan(input);
      default:
        throw new Error(`FakeTables: ${action}`);
    }
  }

  #get(requested: Record<string, { Keys: Item[] }>) {
    return Object.fromEntries(
      Object.entries(requested).map(([table, { Keys }]) => [
        table,
        Keys.map((key) => this.items.get(nameOf(table, key))).filter((item) => item !== undefined),
      ]),
    );
  }

  #insert(statement: Statement) {
    const { name, item } = insertOf(statement);
    if (this.items.has(name)) return { Error: { Code: 'DuplicateItem' } };
    this.items.set(name, item);
    return {};
  }

  /** Knows INSERT, and UPDATE of one version. */
  #execute(statements: Statement[]) {
    const reasons = statements.map((statement) => {
      if (isInsert(statement)) return this.items.has(insertOf(statement).name) ? 'DuplicateItem' : 'None';
      const { name, where } = updateOf(statement);
      return this.items.get(name)?.['version']?.N === where['version']?.N ? 'None' : 'ConditionalCheckFailed';
    });
    if (reasons.some((Code) => Code !== 'None')) throw canceled(reasons);
    for (const statement of statements) {
      const { name, item } = isInsert(statement) ? insertOf(statement) : updateOf(statement);
      this.items.set(name, { ...this.items.get(name), ...item });
    }
    return {};
  }

  #transact(writes: Transaction) {
    const reasons = writes.map(({ Put }) =>
      Put === undefined || this.#holds(Put) ? 'None' : 'ConditionalCheckFailed',
    );
    if (reasons.some((Code) => Code !== 'None')) {
      throw canceled(reasons);
    }
    for (const { Put, Delete } of writes) {
      if (Put !== undefined) this.#put(Put);
      if (Delete !== undefined) this.items.delete(nameOf(Delete.TableName, Delete.Key));
    }
    return {};
  }

  #put({ TableName, Item }: Write): void {
    this.items.set(nameOf(TableName, Item), Item);
  }

  /** Knows the conditions that the stores use: it is not there, its version is this one, or an older one. */
  #holds({ TableName, Item, ConditionExpression, ExpressionAttributeValues = {} }: Write): boolean {
    const stored = this.items.get(nameOf(TableName, Item));
    if (ConditionExpression === undefined) return true;
    if (ConditionExpression.startsWith('attribute_not_exists')) return stored === undefined;
    const [wanted] = Object.values(ExpressionAttributeValues);
    if (ConditionExpression.includes('<')) {
      return stored === undefined || Number(stored['version']?.N) < Number(wanted?.N);
    }
    return stored?.['version']?.N === wanted?.N;
  }

  #of(table: unknown): Item[] {
    return [...this.items].filter(([name]) => name.startsWith(`${table}\n`)).map(([, item]) => item);
  }

  /** By `:id`, between `:from` and `:to` or before `:before` where they are given, behind the start key; at most two where there is a limit. */
  #query({ TableName, ExpressionAttributeValues, ExclusiveStartKey, Limit, ScanIndexForward }: Input) {
    const { ':from': from, ':to': to, ':before': before, ...values } = ExpressionAttributeValues as Item;
    const id = Object.values(values)[0];
    const start = (ExclusiveStartKey as Item | undefined)?.['part']?.S;
    const sign = ScanIndexForward === false ? -1 : 1;
    const isBehind = (part: string) => start === undefined || sign * (part < start ? -1 : 1) > 0;
    const all = this.#of(TableName)
      .filter((item) => (item['id'] ?? item['aggregate'])?.S === id?.S)
      .filter((item) => partOf(item) !== start && isBehind(partOf(item)) && partOf(item) >= (from?.S ?? ''))
      .filter((item) => to === undefined || partOf(item) <= String(to.S))
      .filter((item) => before === undefined || partOf(item) < String(before.S))
      .sort((a, b) => sign * (partOf(a) < partOf(b) ? -1 : 1));
    const page = Limit === undefined ? all : all.slice(0, 2);
    const last = page.at(-1);
    return {
      Items: page,
      ...(all.length > page.length && last
        ? { LastEvaluatedKey: { id: last['id'], part: last['part'] } }
        : {}),
    };
  }

  /** In pages of three, each filtered after it was read, as DynamoDB does. */
  #scan({ TableName, ExclusiveStartKey, ExpressionAttributeValues }: Input) {
    const all = this.#of(TableName).sort((a, b) => (nameOf('', a) < nameOf('', b) ? -1 : 1));
    const from = ExclusiveStartKey === undefined ? '' : nameOf('', ExclusiveStartKey as Item);
    const rest = all.filter((item) => nameOf('', item) > from);
    const page = rest.slice(0, 3);
    const last = page.at(-1);
    const part = Object.values(ExpressionAttributeValues as Item)[0]?.S;
    return {
      Items: page.filter((item) => item['part']?.S === part),
      ...(rest.length > 3 && last ? { LastEvaluatedKey: { id: last['id'], part: last['part'] } } : {}),
    };
  }
}

/** KMS in memory: wraps by a number, counts calls, and opens only what was wrapped for the same context. */
export class FakeKms {
  readonly calls: string[] = [];
  readonly #wrapped = new Map<string, { readonly secret: Uint8Array; readonly context: string }>();

  /** The client of it. */
  readonly client = {
    send: async (command: { constructor: { name: string }; input: KmsInput }) => {
      await Promise.resolve();
      const action = command.constructor.name.replace(/Command$/, '');
      this.calls.push(action);
      const context = JSON.stringify(command.input.EncryptionContext);
      return action === 'Decrypt' ? this.#open(command.input, context) : this.#make(context);
    },
  } as unknown as Pick<KMSClient, 'send'>; // as above

  #make(context: string) {
    const secret = new Uint8Array(32).fill(this.#wrapped.size + 1);
    const CiphertextBlob = Uint8Array.of(this.#wrapped.size);
    this.#wrapped.set(String(CiphertextBlob), { secret, context });
    return { CiphertextBlob, Plaintext: secret };
  }

  #open({ CiphertextBlob }: KmsInput, context: string) {
    const wrapped = this.#wrapped.get(String(CiphertextBlob));
    if (wrapped?.context !== context) throw named('InvalidCiphertextException');
    return { Plaintext: wrapped.secret };
  }
}

type KmsInput = { CiphertextBlob?: Uint8Array; EncryptionContext?: Record<string, string> };
type Statement = { Statement: string; Parameters: AttributeValue[] };
type Write = {
  TableName: string;
  Item: Item;
  ConditionExpression?: string;
  ExpressionAttributeValues?: Item;
};
type Transaction = { Put?: Write; Delete?: { TableName: string; Key: Item } }[];

const nameOf = (table: string, { id, part, aggregate, key }: Item): string =>
  `${table}\n${(id ?? aggregate)?.S}\n${(part ?? key)?.S ?? ''}`;

const isInsert = ({ Statement }: Statement): boolean => Statement.startsWith('INSERT');

const tableOf = ({ Statement }: Statement): string => /"([^"]+)"/.exec(Statement)?.[1] ?? '';

const insertOf = (statement: Statement) => {
  const names = [...statement.Statement.matchAll(/'(\w+)': \?/g)].map(([, name]) => name);
  const item = Object.fromEntries(names.map((name, at) => [name, statement.Parameters[at]])) as Item;
  return { name: nameOf(tableOf(statement), item), item };
};

const updateOf = (statement: Statement) => {
  const [set = '', condition = ''] = statement.Statement.split(' WHERE ');
  const namesIn = (text: string) => [...text.matchAll(/"(\w+)" = \?/g)].map(([, name]) => name ?? '');
  const values = (names: readonly string[], from: number) =>
    Object.fromEntries(names.map((name, at) => [name, statement.Parameters[from + at]])) as Item;
  const item = values(namesIn(set), 0);
  const where = values(namesIn(condition), namesIn(set).length);
  return { name: nameOf(tableOf(statement), where), item, where };
};

const canceled = (reasons: readonly string[]): Error =>
  Object.assign(named('TransactionCanceledException'), {
    CancellationReasons: reasons.map((Code) => ({ Code })),
  });

const partOf = ({ part, key }: Item): string => (part ?? key)?.S ?? '';

const named = (name: string): Error => Object.assign(new Error(name), { name });
