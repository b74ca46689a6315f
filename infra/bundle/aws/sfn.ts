import type * as Sdk from '@aws-sdk/client-sfn';
import { clientOf } from './client.ts';
import { type JsonService, jsonCommand, jsonRefusal } from './json-protocol.ts';

/** Stands in bundles for `@aws-sdk/client-sfn` (ADR 0030). */

const service: JsonService = {
  host: 'states',
  signingName: 'states',
  variable: 'SFN',
  target: 'AWSStepFunctions',
  version: '1.0',
  refusalOf: jsonRefusal,
};
const times = new Set(['startDate', 'stopDate', 'redriveDate']);

/** Times are seconds on the wire. */
const readTimes = (text: string): object =>
  JSON.parse(text, (key, value: unknown) =>
    times.has(key) && typeof value === 'number' ? new Date(value * 1000) : value,
  );

export const SFNClient = clientOf(service);

export const DescribeExecutionCommand = jsonCommand<
  Sdk.DescribeExecutionCommandInput,
  Sdk.DescribeExecutionCommandOutput
>(service, 'DescribeExecution', { read: readTimes });
export const SendTaskFailureCommand = jsonCommand<
  Sdk.SendTaskFailureCommandInput,
  Sdk.SendTaskFailureCommandOutput
>(service, 'SendTaskFailure');
export const SendTaskHeartbeatCommand = jsonCommand<
  Sdk.SendTaskHeartbeatCommandInput,
  Sdk.SendTaskHeartbeatCommandOutput
>(service, 'SendTaskHeartbeat');
export const SendTaskSuccessCommand = jsonCommand<
  Sdk.SendTaskSuccessCommandInput,
  Sdk.SendTaskSuccessCommandOutput
>(service, 'SendTaskSuccess');
export const StartExecutionCommand = jsonCommand<
  Sdk.StartExecutionCommandInput,
  Sdk.StartExecutionCommandOutput
>(service, 'StartExecution', { read: readTimes });
