import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type CommandIndex, type IndexedCommand, slotAt } from '../command-index.ts';
import { ReportsUnavailableError } from '../errors.ts';

/** Functions may write items of the table of state whose id begins so (`State.grantCommandIndex`). */
export const INDEX_PREFIX = 'command-index#';

const SECONDS_PER_DAY = 86_400;

export type DynamoDbCommandIndexOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
  readonly newId: () => string;
  /** Days that facts stay in the journal: nobody asks for what is gone. */
  readonly retentionDays: number;
};

/** Aggregates by their campaign; those of none are under ''. */
const commandsSchema = z.record(z.string(), z.array(z.string()));
const itemSchema = z.object({ commands: z.object({ S: z.string() }) });

/** The index of commands in the table of state: one item for each call and slot, about 22 commands in a write unit. */
export class DynamoDbCommandIndex implements CommandIndex {
  readonly #options: DynamoDbCommandIndexOptions;

  constructor(options: DynamoDbCommandIndexOptions) {
    this.#options = options;
  }

  async note(commands: readonly IndexedCommand[]): Promise<void> {
    const slots = [...Map.groupBy(commands, ({ at }) => slotAt(at))];
    await Promise.all(slots.map(([slot, noted]) => this.#put(slot, noted)));
  }

  async of(slot: string, campaignId?: string): Promise<ReadonlySet<string>> {
    const aggregates = new Set<string>();
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const command = new QueryCommand({
        TableName: this.#options.tableName,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': idOf(slot) },
        ConsistentRead: true,
        ExclusiveStartKey,
      });
      const { Items = [], LastEvaluatedKey } = await available(this.#options.client.send(command));
      for (const aggregate of Items.flatMap((item) => aggregatesIn(item, campaignId)))
        aggregates.add(aggregate);
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return aggregates;
  }

  async #put(slot: string, noted: readonly IndexedCommand[]): Promise<void> {
    const { client, tableName: TableName, newId, retentionDays } = this.#options;
    const byCampaign = Map.groupBy(noted, ({ campaignId = '' }) => campaignId);
    const commands = Object.fromEntries(
      [...byCampaign].map(([campaignId, own]) => [campaignId, own.map(({ aggregate }) => aggregate)]),
    );
    const expiresAt = Math.floor(Date.parse(slot) / 1000) + (retentionDays + 1) * SECONDS_PER_DAY;
    const Item = {
      id: idOf(slot),
      part: { S: newId() },
      commands: { S: JSON.stringify(commands) },
      expiresAt: { N: String(expiresAt) },
    };
    await available(client.send(new PutItemCommand({ TableName, Item })));
  }
}

const idOf = (slot: string) => ({ S: `${INDEX_PREFIX}${slot}` });

const aggregatesIn = (item: unknown, campaignId: string | undefined): readonly string[] => {
  const commands = commandsSchema.parse(JSON.parse(itemSchema.parse(item).commands.S));
  return campaignId === undefined ? Object.values(commands).flat() : (commands[campaignId] ?? []);
};

const available = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (cause) {
    throw new ReportsUnavailableError('command index: the table of state does not answer', { cause });
  }
};
