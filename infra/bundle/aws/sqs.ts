import type * as Sdk from '@aws-sdk/client-sqs';
import { clientOf } from './client.ts';
import { type JsonService, jsonCommand, jsonRefusal } from './json-protocol.ts';

/**
 * Stands in bundles for `@aws-sdk/client-sqs` (ADR 0030). Digests in answers are not compared with what was sent: TLS guards the
 * way, and no answer would change what a sender does.
 */

const service: JsonService = {
  host: 'sqs',
  signingName: 'sqs',
  variable: 'SQS',
  target: 'AmazonSQS',
  version: '1.0',
  refusalOf: jsonRefusal,
};

export const SQSClient = clientOf(service);

export const ChangeMessageVisibilityBatchCommand = jsonCommand<
  Sdk.ChangeMessageVisibilityBatchCommandInput,
  Sdk.ChangeMessageVisibilityBatchCommandOutput
>(service, 'ChangeMessageVisibilityBatch');
export const DeleteMessageBatchCommand = jsonCommand<
  Sdk.DeleteMessageBatchCommandInput,
  Sdk.DeleteMessageBatchCommandOutput
>(service, 'DeleteMessageBatch');
export const SendMessageCommand = jsonCommand<Sdk.SendMessageCommandInput, Sdk.SendMessageCommandOutput>(
  service,
  'SendMessage',
);
export const SendMessageBatchCommand = jsonCommand<
  Sdk.SendMessageBatchCommandInput,
  Sdk.SendMessageBatchCommandOutput
>(service, 'SendMessageBatch');
