import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { CustomersUnavailableError } from '../../customers/errors.ts';
import type { Item } from '../../security/adapters/read-items.ts';
import { type PersonalTable, readWithKeys } from '../../security/adapters/read-with-keys.ts';
import type { PersonalCipher } from '../../security/personal-cipher.ts';
import type { Conversation } from '../conversation.ts';
import type { ConversationStore } from '../conversation-store.ts';

export type DynamoDbConversationStoreOptions = PersonalTable & { readonly cipher: PersonalCipher };

const itemSchema = z.object({
  version: z.object({ N: z.coerce.number() }),
  personal: z.object({ S: z.string() }),
});

/** What is encrypted: all of a conversation but its version. */
const personalSchema = z.object({
  context: z.record(z.string(), z.unknown()),
  contextTimes: z.record(z.string(), z.string()),
  history: z.array(z.looseObject({ entryId: z.string(), at: z.string() })),
});

/** Conversations in the table of state: an item for each customer, all of it one JWE. They do not expire: erasure ends them. */
export class DynamoDbConversationStore implements ConversationStore {
  readonly #options: DynamoDbConversationStoreOptions;

  constructor(options: DynamoDbConversationStoreOptions) {
    this.#options = options;
  }

  async get(customerId: string): Promise<Conversation | undefined> {
    const [item] = await readWithKeys([{ customerId, key: keyOf(customerId) }], this.#options);
    if (item === undefined) return undefined;
    const { version, personal } = itemSchema.parse(item);
    const decrypted = await this.#options.cipher.decrypt(customerId, personal.S);
    // Where the key is gone nothing is left, but the version goes on.
    const said = decrypted === undefined ? NOTHING_SAID : personalSchema.parse(decrypted);
    return { ...said, customerId, version: version.N };
  }

  async put({ customerId, version, ...said }: Conversation): Promise<'stored' | 'conflict'> {
    const { client, tableName, cipher } = this.#options;
    const personal = await cipher.encrypt(customerId, said);
    const Item = { ...keyOf(customerId), version: { N: String(version) }, personal: { S: personal } };
    try {
      await client.send(new PutItemCommand({ TableName: tableName, Item, ...conditionOf(version) }));
      return 'stored';
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ConditionalCheckFailedException') return 'conflict';
      throw new CustomersUnavailableError('conversations: one could not be written', { cause });
    }
  }
}

const NOTHING_SAID = { context: {}, contextTimes: {}, history: [] };

const keyOf = (customerId: string): Item => ({
  id: { S: `conversation#${customerId}` },
  part: { S: 'conversation' },
});

const conditionOf = (version: number) =>
  version === 1
    ? { ConditionExpression: 'attribute_not_exists(id)' }
    : {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': { N: String(version - 1) } },
      };
