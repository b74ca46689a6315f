import { type AttributeValue, BatchGetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { pagesOf } from '../../messages/pages-of.ts';
import { backoffMs } from '../../resilience/backoff.ts';
import type { DueChange } from '../due-claims.ts';
import { JournalUnavailableError } from '../errors.ts';
import type { Fact } from '../fact.ts';
import type { FactKey, InsertOutcome, Journal } from '../journal.ts';
import { dueStatements, type Statement } from './due-item.ts';
import { toFact } from './fact-item.ts';
import { type DynamoDbJournalOptions, insertPage } from './insert-page.ts';

/** Statements in one `BatchExecuteStatement`, and keys in one `BatchGetItem`, at most (DynamoDB's limits). */
const MOST_STATEMENTS = 25;
const MOST_KEYS = 100;
const MOST_TRIES = 5;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

/** The journal in DynamoDB: conditional inserts by PartiQL, 25 in a call. */
export class DynamoDbJournal implements Journal {
  readonly #options: DynamoDbJournalOptions;

  constructor(options: DynamoDbJournalOptions) {
    this.#options = options;
  }

  async insert(facts: readonly Fact[], change?: DueChange): Promise<readonly InsertOutcome[]> {
    // DynamoDB refuses a batch that names a key twice after having written some of it.
    const first = new Map<string, Fact>();
    for (const fact of facts) if (!first.has(nameOf(fact))) first.set(nameOf(fact), fact);
    const outcomes = await this.#insertWith([...first.values()], change);
    return facts.map((fact) => outcomes.get(fact) ?? 'exists');
  }

  async read(aggregate: string): Promise<readonly Fact[]> {
    const items = await this.#query({
      KeyConditionExpression: '#name = :value',
      ExpressionAttributeNames: { '#name': 'aggregate' },
      ExpressionAttributeValues: { ':value': { S: aggregate } },
      ConsistentRead: true,
    });
    return items.map(toFact).sort((a, b) => a.sequence - b.sequence);
  }

  async get(keys: readonly FactKey[]): Promise<readonly (Fact | undefined)[]> {
    const unique = new Map(keys.map((key) => [nameOf(key), key]));
    const found = await Promise.all(
      pagesOf([...unique.values()], MOST_KEYS).map((page) => this.#getPage(page)),
    );
    const byName = new Map(found.flat().map((fact) => [nameOf(fact), fact]));
    return keys.map((key) => byName.get(nameOf(key)));
  }

  async listUnknown(limit: number): Promise<readonly Fact[]> {
    const items = await this.#query(
      {
        IndexName: 'listing',
        KeyConditionExpression: '#name = :value',
        ExpressionAttributeNames: { '#name': 'listing' },
        ExpressionAttributeValues: { ':value': { S: 'unknown' } },
        ScanIndexForward: false,
      },
      limit,
    );
    return items.map(toFact);
  }

  async listUnknownBetween(from: number, before: number, limit: number): Promise<readonly Fact[]> {
    const items = await this.#query(
      {
        IndexName: 'listing',
        KeyConditionExpression: '#name = :value AND #at BETWEEN :from AND :until',
        ExpressionAttributeNames: { '#name': 'listing', '#at': 'at' },
        ExpressionAttributeValues: {
          ':value': { S: 'unknown' },
          ':from': { N: String(from) },
          ':until': { N: String(before - 1) },
        },
      },
      limit,
    );
    return items.map(toFact);
  }

  async #insertWith(facts: readonly Fact[], change: DueChange | undefined) {
    const statements = change === undefined ? [] : this.#statementsOf(change);
    if (facts.length + statements.length <= MOST_STATEMENTS) {
      return insertPage(facts, this.#options, this, statements);
    }
    if (change?.kind === 'open') await insertPage([], this.#options, this, statements);
    const pages = pagesOf(facts, MOST_STATEMENTS);
    const inserted = await Promise.all(pages.map((page) => insertPage(page, this.#options, this)));
    if (change?.kind === 'settle') await insertPage([], this.#options, this, statements);
    return new Map(inserted.flatMap((page) => [...page]));
  }

  #statementsOf(change: DueChange): readonly Statement[] {
    const { dueTableName, retentionDays } = this.#options;
    if (dueTableName === undefined) throw new TypeError('journal: it was given no table for due claims');
    return dueStatements(dueTableName, change, retentionDays);
  }

  async #query(
    input: Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName'>,
    limit = Number.POSITIVE_INFINITY,
  ): Promise<Record<string, AttributeValue>[]> {
    const items: Record<string, AttributeValue>[] = [];
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#options.client.send(
        new QueryCommand({
          ...input,
          TableName: this.#options.tableName,
          ...(Number.isFinite(limit) ? { Limit: limit - items.length } : {}),
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined && items.length < limit);
    return items;
  }

  async #getPage(keys: readonly FactKey[]): Promise<Fact[]> {
    const { tableName, client, sleep, random } = this.#options;
    const facts: Fact[] = [];
    let pending: Record<string, AttributeValue>[] = keys.map(({ aggregate, key }) => ({
      aggregate: { S: aggregate },
      key: { S: key },
    }));
    for (let tries = 0; pending.length > 0; tries += 1) {
      if (tries === MOST_TRIES) throw new JournalUnavailableError('journal: some keys could not be read');
      if (tries > 0) await sleep(backoffMs(tries, RETRY_BOUNDS, random));
      const page = await client.send(
        new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: pending, ConsistentRead: true } } }),
      );
      facts.push(...(page.Responses?.[tableName] ?? []).map(toFact));
      pending = page.UnprocessedKeys?.[tableName]?.Keys ?? [];
    }
    return facts;
  }
}

const nameOf = ({ aggregate, key }: FactKey): string => `${aggregate}\n${key}`;
