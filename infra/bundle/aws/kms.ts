import type * as Sdk from '@aws-sdk/client-kms';
import { bytesAsText, bytesOf } from './bytes.ts';
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

const write = (input: object): string => JSON.stringify(input, bytesAsText);

const read = (text: string): object =>
  JSON.parse(text, (key, value: unknown) => (bytes.has(key) ? bytesOf(value) : value));

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
