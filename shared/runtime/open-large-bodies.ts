import { S3LargeBodies } from '../lanes/adapters/s3-large-bodies.ts';
import type { SigningClient } from '../signing/adapters/signed-fetch.ts';

/** The variables that those ask for who send or read large messages. */
export const largeBodyVariables = ['LARGE_BODIES_BUCKET', 'AWS_ENDPOINT_URL'] as const;

/** Where a function's stage keeps large commands; a client of any service signs for it. */
export const openLargeBodies = (
  env: { readonly LARGE_BODIES_BUCKET: string; readonly AWS_ENDPOINT_URL?: string | undefined },
  client: SigningClient,
): S3LargeBodies =>
  new S3LargeBodies({ client, bucketName: env.LARGE_BODIES_BUCKET, endpoint: env.AWS_ENDPOINT_URL });
