import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { SagaWait, SagaWaits } from '../saga-ports.ts';

/** Functions may write items of the table of state whose id begins so (`State.grantWaits`). */
export const WAIT_PREFIX = 'wait#';

/** Seconds until a wait may go: longer than any step awaits anything. */
const KEPT_SECONDS = 14 * 86_400;

export type DynamoDbSagaWaitsOptions = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** The table of state. */
  readonly tableName: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

const itemSchema = z.object({
  sagaId: z.object({ S: z.string() }),
  step: z.object({ S: z.string() }),
  token: z.object({ S: z.string() }),
});

/** Waits in the table of state: an item for each command that is awaited. */
export class DynamoDbSagaWaits implements SagaWaits {
  readonly #options: DynamoDbSagaWaitsOptions;

  constructor(options: DynamoDbSagaWaitsOptions) {
    this.#options = options;
  }

  async put({ commandId, sagaId, step, token }: SagaWait): Promise<void> {
    const { client, tableName, now } = this.#options;
    const Item = {
      ...keyOf(commandId),
      sagaId: { S: sagaId },
      step: { S: step },
      token: { S: token },
      expiresAt: { N: String(Math.floor(now() / 1000) + KEPT_SECONDS) },
    };
    await client.send(new PutItemCommand({ TableName: tableName, Item }));
  }

  async get(commandId: string): Promise<SagaWait | undefined> {
    const { client, tableName } = this.#options;
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: keyOf(commandId), ConsistentRead: true }),
    );
    if (Item === undefined) return undefined;
    const { sagaId, step, token } = itemSchema.parse(Item);
    return { commandId, sagaId: sagaId.S, step: step.S, token: token.S };
  }
}

const keyOf = (commandId: string) => ({ id: { S: `${WAIT_PREFIX}${commandId}` }, part: { S: 'wait' } });
