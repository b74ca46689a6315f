import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { ReconciliationUnavailableError } from '../errors.ts';
import { type MarkedEvent, markOf, packMarks, slotOf, type ToldMarks, unpackMarks } from '../told-marks.ts';

/** Functions may write items of the table of state whose id begins so (`State.grantMarks`). */
export const MARK_PREFIX = 'told#';

/** Seconds until marks may go: twice what the stream keeps facts for. */
const KEPT_SECONDS = 2 * 86_400;

export type DynamoDbToldMarksOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly newId: () => string;
};

/** Marks in the table of state: one item for each call and ten minutes of facts. Remembers those it was asked for last. */
export class DynamoDbToldMarks implements ToldMarks {
  readonly #options: DynamoDbToldMarksOptions;
  #slots = new Map<string, Set<string>>();

  constructor(options: DynamoDbToldMarksOptions) {
    this.#options = options;
  }

  async note(events: readonly MarkedEvent[]): Promise<void> {
    const { client, tableName: TableName, now, newId } = this.#options;
    const expiresAt = { N: String(Math.floor(now() / 1000) + KEPT_SECONDS) };
    const slots = [...Map.groupBy(events, slotOf)];
    await Promise.all(
      slots.map(async ([slot, noted]) => {
        const packed = packMarks(noted.map(markOf));
        const Item = { ...idOf(slot), part: { S: newId() }, marks: { B: packed }, expiresAt };
        await available(client.send(new PutItemCommand({ TableName, Item })));
        for (const mark of unpackMarks(packed)) this.#slots.get(slot)?.add(mark);
      }),
    );
  }

  async has(events: readonly MarkedEvent[]): Promise<readonly boolean[]> {
    const wanted = [...new Set(events.map(slotOf))];
    const loaded = await Promise.all(
      wanted.map(async (slot) => [slot, this.#slots.get(slot) ?? (await this.#load(slot))] as const),
    );
    this.#slots = new Map(loaded);
    return events.map((event) => {
      const [mark = ''] = unpackMarks(markOf(event));
      return this.#slots.get(slotOf(event))?.has(mark) ?? false;
    });
  }

  async #load(slot: string): Promise<Set<string>> {
    const { client, tableName: TableName } = this.#options;
    const marks = new Set<string>();
    let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
    do {
      const command = new QueryCommand({
        TableName,
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': idOf(slot).id },
        ConsistentRead: true,
        ExclusiveStartKey,
      });
      const { Items = [], LastEvaluatedKey } = await available(client.send(command));
      for (const { marks: packed } of Items) {
        for (const mark of unpackMarks(packed?.B ?? new Uint8Array())) marks.add(mark);
      }
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
    return marks;
  }
}

const idOf = (slot: string) => ({ id: { S: `${MARK_PREFIX}${slot}` } });

const available = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (cause) {
    throw new ReconciliationUnavailableError('marks: the table of state does not answer', { cause });
  }
};
