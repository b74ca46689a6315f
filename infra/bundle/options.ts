/** Lets CommonJS packages inside the ESM bundle require Node's own modules. */
export const REQUIRE_BANNER =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";

/** ES modules first: esbuild can leave out what is unused of them. */
export const MAIN_FIELDS = ['module', 'main'] as const;

/** The AWS SDK's clients in the bundles of functions, by what stands in for them (ADR 0030). */
export const standIns = {
  '@aws-sdk/client-dynamodb': './infra/bundle/aws/dynamodb.ts',
  '@aws-sdk/client-dynamodb-streams': './infra/bundle/aws/dynamodb-streams.ts',
  '@aws-sdk/client-eventbridge': './infra/bundle/aws/eventbridge.ts',
  '@aws-sdk/client-kms': './infra/bundle/aws/kms.ts',
  '@aws-sdk/client-pinpoint-sms-voice-v2': './infra/bundle/aws/sms-voice.ts',
  '@aws-sdk/client-s3': './infra/bundle/aws/s3.ts',
  '@aws-sdk/client-sesv2': './infra/bundle/aws/ses.ts',
  '@aws-sdk/client-sfn': './infra/bundle/aws/sfn.ts',
  '@aws-sdk/client-sqs': './infra/bundle/aws/sqs.ts',
} as const;

/** Names the folder under `functions/` that a deployed function is made from. */
export const FOLDER_TAG = 'switchboard:folder';
