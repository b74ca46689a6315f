import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { MailStore, StoredMail } from '../mail-store.ts';

export type S3MailStoreOptions = {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucketName: string;
};

/** What people write is far smaller; whatever is larger is an attachment, which nobody here reads. */
const MOST_BYTES = 10 * 1024 * 1024;

/** Mails as SES's receipt rule puts them into a bucket. */
export class S3MailStore implements MailStore {
  readonly #options: S3MailStoreOptions;

  constructor(options: S3MailStoreOptions) {
    this.#options = options;
  }

  async read(key: string): Promise<StoredMail> {
    const { client, bucketName: Bucket } = this.#options;
    try {
      // One byte more than we read says that there is more.
      const Range = `bytes=0-${MOST_BYTES}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key, Range }));
      if (Body === undefined) return { kind: 'gone' };
      const raw = await Body.transformToByteArray();
      return raw.length > MOST_BYTES ? { kind: 'too-large' } : { kind: 'mail', raw };
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchKey') return { kind: 'gone' };
      throw error;
    }
  }
}
