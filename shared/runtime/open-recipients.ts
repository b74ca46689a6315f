import { DynamoDbCustomerReader } from '../customers/adapters/dynamodb-customer-reader.ts';
import { DynamoDbKeyReader } from '../security/adapters/dynamodb-key-reader.ts';
import { HmacTokenSigner } from '../security/adapters/hmac-token-signer.ts';
import { JosePersonalReader } from '../security/adapters/jose-personal-reader.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { type KeysEnv, keysAccess } from './open-keys.ts';
import { systemPorts } from './system-ports.ts';

/**
 * What an agent needs of the customers of its stage, as its environment names them: to read them, to decrypt what commands
 * carry, and to sign links. It writes nothing, and what writes is not in its bundle.
 */
export const openRecipients = (env: KeysEnv & { readonly CUSTOMERS_TABLE: string }) => {
  const keys = new DynamoDbKeyReader(keysAccess(env));
  const cipher = new JosePersonalReader(keys);
  const client = dynamoDbClient();
  const customers = new DynamoDbCustomerReader({
    ...systemPorts,
    client,
    tableName: env.CUSTOMERS_TABLE,
    keys,
    cipher,
  });
  return { customers, cipher, signer: new HmacTokenSigner(keys) };
};
