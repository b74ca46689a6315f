import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { type Item, readItems, type TableAccess } from '../../security/adapters/read-items.ts';
import {
  AGENT_PREFIX,
  CONTROL_PREFIX,
  type Control,
  type ControlStore,
  ControlsUnavailableError,
} from '../control-store.ts';

export type DynamoDbControlStoreOptions = TableAccess & {
  /** The table of state. */
  readonly tableName: string;
};

const itemSchema = z.object({
  id: z.object({ S: z.string() }),
  version: z.object({ N: z.coerce.number() }),
  value: z.object({ S: z.string() }),
});

/** Switches in the table of state: an item each, replaced by version. */
export class DynamoDbControlStore implements ControlStore {
  readonly #options: DynamoDbControlStoreOptions;

  constructor(options: DynamoDbControlStoreOptions) {
    this.#options = options;
  }

  async read(names: readonly string[]): Promise<readonly Control[]> {
    const { tableName, ...access } = this.#options;
    const found = await this.#available(() => readItems({ [tableName]: names.map(keyOf) }, access));
    const items = (found.get(tableName) ?? []).map((item) => itemSchema.parse(item));
    const byId = new Map(items.map((item) => [item.id.S, item]));
    return names.map((name) => {
      const item = byId.get(idOf(name));
      return item === undefined
        ? { version: 0, value: undefined }
        : { version: item.version.N, value: JSON.parse(item.value.S) as unknown };
    });
  }

  async write(name: string, { version, value }: Control): Promise<'stored' | 'conflict'> {
    const { client, tableName } = this.#options;
    const Item = {
      ...keyOf(name),
      version: { N: String(version) },
      value: { S: JSON.stringify(value) },
    };
    const put = new PutItemCommand({ TableName: tableName, Item, ...conditionOf(version) });
    return this.#available(async () => {
      try {
        await client.send(put);
        return 'stored';
      } catch (error) {
        if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return 'conflict';
        throw error;
      }
    });
  }

  async #available<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call();
    } catch (cause) {
      throw new ControlsUnavailableError('controls: the table of state does not answer', { cause });
    }
  }
}

const isStatus = (name: string): boolean => name.startsWith(AGENT_PREFIX);

const idOf = (name: string): string => (isStatus(name) ? name : `${CONTROL_PREFIX}${name}`);

const keyOf = (name: string): Item => ({
  id: { S: idOf(name) },
  part: { S: isStatus(name) ? 'status' : 'control' },
});

const conditionOf = (version: number) =>
  version === 1
    ? { ConditionExpression: 'attribute_not_exists(id)' }
    : {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': { N: String(version - 1) } },
      };
