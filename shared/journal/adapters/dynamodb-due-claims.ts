import { BatchExecuteStatementCommand, type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { pagesOf } from '../../messages/pages-of.ts';
import { type DueClaimStore, type DueClaims, type DuePage, dueShards, partBefore } from '../due-claims.ts';
import { JournalUnavailableError } from '../errors.ts';
import { dueStatements, toDueClaims } from './due-item.ts';

/** Items read at once, and statements in one `BatchExecuteStatement` at most (DynamoDB's limit). */
const PAGE = 100;
const MOST_STATEMENTS = 25;

/** Where a listing goes on: a shard, and within it a key. */
const cursorSchema = z.object({
  shard: z.int(),
  start: z.record(z.string(), z.object({ S: z.string() })).optional(),
});

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

  async overdue(now: number, from?: string): Promise<DuePage> {
    const { shard, start } = from === undefined ? { shard: 0 } : cursorSchema.parse(JSON.parse(from));
    const page = await this.#options.client.send(
      new QueryCommand({
        TableName: this.#options.tableName,
        KeyConditionExpression: 'id = :id AND part < :now',
        ExpressionAttributeValues: {
          ':id': { S: dueShards[shard] ?? '' },
          ':now': { S: partBefore(now) },
        },
        ConsistentRead: true,
        Limit: PAGE,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    const next = page.LastEvaluatedKey ? { shard, start: page.LastEvaluatedKey } : { shard: shard + 1 };
    return {
      due: (page.Items ?? []).map(toDueClaims),
      ...(next.shard < dueShards.length ? { next: JSON.stringify(next) } : {}),
    };
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
}
