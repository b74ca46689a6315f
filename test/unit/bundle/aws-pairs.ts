import * as sdkDynamoDb from '@aws-sdk/client-dynamodb';
import * as sdkStreams from '@aws-sdk/client-dynamodb-streams';
import * as sdkEventBridge from '@aws-sdk/client-eventbridge';
import * as sdkKms from '@aws-sdk/client-kms';
import * as sdkSmsVoice from '@aws-sdk/client-pinpoint-sms-voice-v2';
import * as sdkS3 from '@aws-sdk/client-s3';
import * as sdkSes from '@aws-sdk/client-sesv2';
import * as sdkSfn from '@aws-sdk/client-sfn';
import * as sdkSqs from '@aws-sdk/client-sqs';
import * as dynamoDb from '../../../infra/bundle/aws/dynamodb.ts';
import * as streams from '../../../infra/bundle/aws/dynamodb-streams.ts';
import * as eventBridge from '../../../infra/bundle/aws/eventbridge.ts';
import * as kms from '../../../infra/bundle/aws/kms.ts';
import * as s3 from '../../../infra/bundle/aws/s3.ts';
import * as ses from '../../../infra/bundle/aws/ses.ts';
import * as sfn from '../../../infra/bundle/aws/sfn.ts';
import * as smsVoice from '../../../infra/bundle/aws/sms-voice.ts';
import * as sqs from '../../../infra/bundle/aws/sqs.ts';

/** Each package of the SDK with its stand-in in bundles. */
export const pairs = {
  '@aws-sdk/client-dynamodb': [sdkDynamoDb, dynamoDb],
  '@aws-sdk/client-dynamodb-streams': [sdkStreams, streams],
  '@aws-sdk/client-eventbridge': [sdkEventBridge, eventBridge],
  '@aws-sdk/client-kms': [sdkKms, kms],
  '@aws-sdk/client-pinpoint-sms-voice-v2': [sdkSmsVoice, smsVoice],
  '@aws-sdk/client-s3': [sdkS3, s3],
  '@aws-sdk/client-sesv2': [sdkSes, ses],
  '@aws-sdk/client-sfn': [sdkSfn, sfn],
  '@aws-sdk/client-sqs': [sdkSqs, sqs],
} as const;

export type PackageName = keyof typeof pairs;

type Settings = {
  readonly region: string;
  readonly endpoint?: string;
  readonly maxAttempts?: number;
  readonly forcePathStyle?: true;
  readonly requestHandler?: { readonly connectionTimeout?: number; readonly requestTimeout?: number };
};

/** A client as tests use it, whichever of the two it is. */
export type AnyClient = {
  send(command: unknown, options?: { readonly abortSignal?: AbortSignal }): Promise<object>;
  destroy(): void;
  readonly config: {
    readonly signer: unknown;
    readonly endpoint?: () => Promise<unknown>;
  };
};

type AnyModule = Readonly<Record<string, unknown>>;

/** Makes a client, and commands by their names, of the SDK or of its stand-in. */
export const open = (from: AnyModule, settings: Settings) => {
  const name = Object.keys(from).find((key) => /^[A-Z]\w+Client$/.test(key) && key !== '__Client');
  const Client = from[name ?? ''] as new (settings: Settings) => AnyClient;
  return {
    client: new Client(settings),
    command: (of: string, input: object): unknown => {
      const Command = from[of] as new (input: object) => unknown;
      return new Command(input);
    },
  };
};

/** The names of the commands that a stand-in has. */
export const commandsOf = (of: AnyModule): readonly string[] =>
  Object.keys(of).filter((key) => key.endsWith('Command'));
