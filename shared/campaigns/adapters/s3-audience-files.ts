import type { S3LargeBodies } from '../../lanes/adapters/s3-large-bodies.ts';
import type { AudienceFiles } from '../audience-page.ts';

/** The files of audiences as objects of the stage's bucket, read a range at a time. */
export const createS3AudienceFiles = (bucket: Pick<S3LargeBodies, 'getRange'>): AudienceFiles => ({
  read: (key, from, bytes) => bucket.getRange(key, from, bytes),
});
