import { DynamoDbCustomerStore } from '../customers/adapters/dynamodb-customer-store.ts';
import { HmacTokenSigner } from '../security/adapters/hmac-token-signer.ts';
import { JosePersonalCipher } from '../security/adapters/jose-personal-cipher.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { type KeysEnv, openKeys } from './open-keys.ts';
import { systemPorts } from './system-ports.ts';

/** The customers of a function's stage, and what encrypts and signs with its keys, as its environment names them. */
export const openCustomers = (env: KeysEnv & { readonly CUSTOMERS_TABLE: string }, keys = openKeys(env)) => {
  const cipher = new JosePersonalCipher(keys);
  const customers = new DynamoDbCustomerStore({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.CUSTOMERS_TABLE,
    keys,
    cipher,
  });
  return { customers, cipher, signer: new HmacTokenSigner(keys) };
};
