import type * as Sdk from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { clientOf } from './client.ts';
import { type JsonService, jsonCommand, jsonRefusal } from './json-protocol.ts';

/** Stands in bundles for `@aws-sdk/client-pinpoint-sms-voice-v2` (ADR 0030). */

const service: JsonService = {
  host: 'sms-voice',
  signingName: 'sms-voice',
  variable: 'PINPOINT_SMS_VOICE_V2',
  target: 'PinpointSMSVoiceV2',
  version: '1.0',
  refusalOf: jsonRefusal,
};

export const PinpointSMSVoiceV2Client = clientOf(service);

export const SendTextMessageCommand = jsonCommand<
  Sdk.SendTextMessageCommandInput,
  Sdk.SendTextMessageCommandOutput
>(service, 'SendTextMessage');
export const SendVoiceMessageCommand = jsonCommand<
  Sdk.SendVoiceMessageCommandInput,
  Sdk.SendVoiceMessageCommandOutput
>(service, 'SendVoiceMessage');
