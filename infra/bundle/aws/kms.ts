import type * as Sdk from '@aws-sdk/client-kms';
import { clientOf } from './client.ts';
import { type JsonService, jsonCommand, jsonRefusal } from './json-protocol.ts';

/** Stands in bundles for `@aws-sdk/client-kms` (ADR 0030). */

const service: JsonService = {
  host: 'kms',
  signingName: 'kms',
  variable: 'KMS',
  target: 'TrentService',
  version: '1.1',
  refusalOf: jsonRefusal,
};
const bytes = new Set(['CiphertextBlob', 'Plaintext', 'CiphertextForRecipient']);

const write = (input: object): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(input).map(([name, value]) => [
        name,
        value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
      ]),
    ),
  );

const read = (text: string): object =>
  JSON.parse(text, (key, value: unknown) =>
    bytes.has(key) && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value,
  );

export const KMSClient = clientOf(service);

export const DecryptCommand = jsonCommand<Sdk.DecryptCommandInput, Sdk.DecryptCommandOutput>(
  service,
  'Decrypt',
  { write, read },
);
export const GenerateDataKeyCommand = jsonCommand<
  Sdk.GenerateDataKeyCommandInput,
  Sdk.GenerateDataKeyCommandOutput
>(service, 'GenerateDataKey', { write, read });
