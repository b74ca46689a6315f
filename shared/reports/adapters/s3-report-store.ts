import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { unlessGone } from '../../resilience/unless-gone.ts';
import { ReportsUnavailableError } from '../errors.ts';
import type { ReportStore } from '../report-store.ts';

export type S3ReportStoreOptions = {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucketName: string;
};

/** Reports as objects of a bucket. */
export class S3ReportStore implements ReportStore {
  readonly bucket: string;
  readonly #client: Pick<S3Client, 'send'>;

  constructor({ client, bucketName }: S3ReportStoreOptions) {
    this.bucket = bucketName;
    this.#client = client;
  }

  async put(Key: string, Body: string): Promise<void> {
    const ContentType = Key.endsWith('.csv') ? 'text/csv' : 'application/json';
    await available(() =>
      this.#client.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body, ContentType })),
    );
  }

  async get(Key: string): Promise<string | undefined> {
    return available(() =>
      unlessGone(async () => {
        const { Body } = await this.#client.send(new GetObjectCommand({ Bucket: this.bucket, Key }));
        return Body?.transformToString();
      }),
    );
  }
}

const available = async <Answer>(call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call();
  } catch (cause) {
    throw new ReportsUnavailableError('reports: S3 does not answer', { cause });
  }
};
