import type * as Sdk from '@aws-sdk/client-dynamodb';
import { readAttributes, writeAttributes } from './attribute-values.ts';
import { clientOf } from './client.ts';
import { type JsonService, jsonCommand, jsonRefusal } from './json-protocol.ts';

/** Stands in bundles for `@aws-sdk/client-dynamodb` (ADR 0030). */

const service: JsonService = {
  host: 'dynamodb',
  signingName: 'dynamodb',
  variable: 'DYNAMODB',
  target: 'DynamoDB_20120810',
  version: '1.0',
  maxAttempts: 4,
  baseDelayMs: 25,
  refusalOf: jsonRefusal,
};
const items = { write: writeAttributes, read: readAttributes };
const transaction = { ...items, token: 'ClientRequestToken' };

export const DynamoDBClient = clientOf(service);

export const BatchExecuteStatementCommand = jsonCommand<
  Sdk.BatchExecuteStatementCommandInput,
  Sdk.BatchExecuteStatementCommandOutput
>(service, 'BatchExecuteStatement', items);
export const BatchGetItemCommand = jsonCommand<Sdk.BatchGetItemCommandInput, Sdk.BatchGetItemCommandOutput>(
  service,
  'BatchGetItem',
  items,
);
export const BatchWriteItemCommand = jsonCommand<
  Sdk.BatchWriteItemCommandInput,
  Sdk.BatchWriteItemCommandOutput
>(service, 'BatchWriteItem', items);
export const DeleteItemCommand = jsonCommand<Sdk.DeleteItemCommandInput, Sdk.DeleteItemCommandOutput>(
  service,
  'DeleteItem',
  items,
);
export const ExecuteTransactionCommand = jsonCommand<
  Sdk.ExecuteTransactionCommandInput,
  Sdk.ExecuteTransactionCommandOutput
>(service, 'ExecuteTransaction', transaction);
export const GetItemCommand = jsonCommand<Sdk.GetItemCommandInput, Sdk.GetItemCommandOutput>(
  service,
  'GetItem',
  items,
);
export const PutItemCommand = jsonCommand<Sdk.PutItemCommandInput, Sdk.PutItemCommandOutput>(
  service,
  'PutItem',
  items,
);
export const QueryCommand = jsonCommand<Sdk.QueryCommandInput, Sdk.QueryCommandOutput>(
  service,
  'Query',
  items,
);
export const ScanCommand = jsonCommand<Sdk.ScanCommandInput, Sdk.ScanCommandOutput>(service, 'Scan', items);
export const TransactWriteItemsCommand = jsonCommand<
  Sdk.TransactWriteItemsCommandInput,
  Sdk.TransactWriteItemsCommandOutput
>(service, 'TransactWriteItems', transaction);
export const UpdateItemCommand = jsonCommand<Sdk.UpdateItemCommandInput, Sdk.UpdateItemCommandOutput>(
  service,
  'UpdateItem',
  items,
);
