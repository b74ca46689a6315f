import { DynamoDbConversationStore } from '../conversations/adapters/dynamodb-conversation-store.ts';
import { HmacTokenSigner } from '../security/adapters/hmac-token-signer.ts';
import { JosePersonalCipher } from '../security/adapters/jose-personal-cipher.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { type KeysEnv, openKeys } from './open-keys.ts';
import { systemPorts } from './system-ports.ts';

/** The conversations of a function's stage and what encrypts and signs with its keys, as its environment names them. */
export const openConversations = (env: KeysEnv & { readonly STATE_TABLE: string }, keys = openKeys(env)) => {
  const cipher = new JosePersonalCipher(keys);
  const conversations = new DynamoDbConversationStore({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.STATE_TABLE,
    keys,
    cipher,
  });
  return { conversations, cipher, signer: new HmacTokenSigner(keys) };
};
