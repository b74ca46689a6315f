import {
  type AttributeValue,
  BatchExecuteStatementCommand,
  type DynamoDBClient,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { pagesOf } from '../../messages/pages-of.ts';
import { type DueClaimStore, type DueClaims, dueShards, partBefore } from '../due-claims.ts';
import { JournalUnavailableError } from '../errors.ts';
import { dueStatements, toDueClaims } from './due-item.ts';

/** Items read at once, and statements in one `BatchExecuteStatement` at most (DynamoDB's limit). */
const PAGE = 100;
const MOST_STATEMENTS = 25;

export type DynamoDbDueClaimsOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
};

/** Due claims in the table of state, for the sweep: agents write and delete them beside their facts. */
export class DynamoDbDueClaims implements DueClaimStore {
  readonly #options: DynamoDbDueClaimsOptions;

  constructor(options: DynamoDbDueClaimsOptions) {
    this.#options = options;
  }

  async *overdue(now: number): AsyncGenerator<readonly DueClaims[]> {
    for (const shard of dueShards) yield* this.#overdueOf(shard, now);
  }

  async settle(due: readonly DueClaims[]): Promise<void> {
    for (const page of pagesOf(due, MOST_STATEMENTS)) {
      const statements = dueStatements(this.#options.tableName, { kind: 'settle', due: page }, 0);
      const answer = await this.#options.client.send(
        new BatchExecuteStatementCommand({ Statements: [...statements] }),
      );
      const failed = (answer.Responses ?? []).filter(({ Error: error }) => error !== undefined);
      if (failed.length > 0) {
        throw new JournalUnavailableError(`due claims: ${failed.length} of ${page.length} not settled`);
      }
    }
  }

  async *#overdueOf(shard: string, now: number): AsyncGenerator<readonly DueClaims[]> {
    let start: Record<string, AttributeValue> | undefined;
    do {
      const page = await this.#options.client.send(
        new QueryCommand({
          TableName: this.#options.tableName,
          KeyConditionExpression: 'id = :id AND part < :now',
          ExpressionAttributeValues: { ':id': { S: shard }, ':now': { S: partBefore(now) } },
          ConsistentRead: true,
          Limit: PAGE,
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      if (page.Items !== undefined && page.Items.length > 0) yield page.Items.map(toDueClaims);
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
  }
}
