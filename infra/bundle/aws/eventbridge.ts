import type * as Sdk from '@aws-sdk/client-eventbridge';
import { clientOf } from './client.ts';
import { type JsonService, jsonCommand, jsonRefusal } from './json-protocol.ts';

/** Stands in bundles for `@aws-sdk/client-eventbridge` (ADR 0030). */

const service: JsonService = {
  host: 'events',
  signingName: 'events',
  variable: 'EVENTBRIDGE',
  target: 'AWSEvents',
  version: '1.1',
  refusalOf: jsonRefusal,
};

export const EventBridgeClient = clientOf(service);

export const PutEventsCommand = jsonCommand<Sdk.PutEventsCommandInput, Sdk.PutEventsCommandOutput>(
  service,
  'PutEvents',
);
