import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDbConversationStore } from '../../shared/conversations/adapters/dynamodb-conversation-store.ts';
import { DynamoDbCustomerStore } from '../../shared/customers/adapters/dynamodb-customer-store.ts';
import { DynamoDbKeyRing } from '../../shared/security/adapters/dynamodb-key-ring.ts';
import { HmacTokenSigner } from '../../shared/security/adapters/hmac-token-signer.ts';
import { JosePersonalCipher } from '../../shared/security/adapters/jose-personal-cipher.ts';
import { DynamoDbControlStore } from '../../shared/state/adapters/dynamodb-control-store.ts';

/** Where stores of personal data lie. */
export type PersonalPlace = {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly kms: Pick<KMSClient, 'send'>;
  readonly kmsKeyId: string;
  readonly tables: { readonly customers: string; readonly keys: string; readonly state: string };
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
};

/** The stores of customers, conversations and state as one process opens them: with a memory of keys of its own. */
export const openPersonalStores = ({ client, kms, kmsKeyId, tables, now, sleep }: PersonalPlace) => {
  const ports = {
    client,
    random: Math.random,
    sleep: sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))),
    now: now ?? Date.now,
  };
  const keys = new DynamoDbKeyRing({ ...ports, kms, kmsKeyId, tableName: tables.keys, stage: 'test' });
  const cipher = new JosePersonalCipher(keys);
  return {
    keys,
    cipher,
    signer: new HmacTokenSigner(keys),
    customers: new DynamoDbCustomerStore({ ...ports, tableName: tables.customers, keys, cipher }),
    controls: new DynamoDbControlStore({ ...ports, tableName: tables.state }),
    conversations: new DynamoDbConversationStore({ ...ports, tableName: tables.state, keys, cipher }),
  };
};
