import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { PinpointSMSVoiceV2Client } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import { S3Client } from '@aws-sdk/client-s3';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';

/** Milliseconds to reach an AWS service, and for its answer. */
const TIMEOUTS = { connectionTimeout: 1000, requestTimeout: 3000 };

/** Clients of one function; region, credentials and endpoints come from its environment. */
export const dynamoDbClient = () => new DynamoDBClient({ requestHandler: TIMEOUTS });
export const dynamoDbStreamsClient = () => new DynamoDBStreamsClient({ requestHandler: TIMEOUTS });
export const sqsClient = () => new SQSClient({ requestHandler: TIMEOUTS });
export const kmsClient = () => new KMSClient({ requestHandler: TIMEOUTS });
export const sfnClient = () => new SFNClient({ requestHandler: TIMEOUTS });
export const eventBridgeClient = () => new EventBridgeClient({ requestHandler: TIMEOUTS });

/** Paths name the bucket, so that one endpoint serves all of them on the local stage too. */
export const s3Client = () => new S3Client({ requestHandler: TIMEOUTS, forcePathStyle: true });

/** SES must not retry by itself: it takes no idempotency key, so a repeated request is a second mail. */
export const sesClient = ({ region }: { readonly region?: string | undefined } = {}) =>
  new SESv2Client({ ...(region && { region }), maxAttempts: 1, requestHandler: { connectionTimeout: 1000 } });

/** End User Messaging must not retry by itself, for the same reason. */
export const endUserMessagingClient = () =>
  new PinpointSMSVoiceV2Client({ maxAttempts: 1, requestHandler: { connectionTimeout: 1000 } });
