import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { ReconciliationUnavailableError } from '../errors.ts';
import type { FactSource, FoundFact, SourcePage, SourcePosition } from '../fact-source.ts';
import { factIn } from './fact-in.ts';

/** Objects in a page; each holds a failed batch of 100 records at most. */
const PAGE_OBJECTS = 20;

const batchSchema = z.object({
  Records: z.array(z.object({ dynamodb: z.object({ NewImage: z.unknown() }) })),
});

/** An invocation that failed, as Lambda writes it; AWS gives its event as JSON within the JSON, LocalStack as it is. */
const objectSchema = z.object({
  payload: z.union([batchSchema, z.string().transform((text) => batchSchema.parse(JSON.parse(text)))]),
});

type Listed = { readonly name: string; readonly key: string; readonly at: number };

export type S3FailedRecordsOptions = {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucketName: string;
};

/**
 * The bucket of stream records that a reader gave up: one part, objects in the order in which they came. Holds facts for longer
 * than the stream. For one run: it lists the bucket once. Throws `ReconciliationUnavailableError`.
 */
export class S3FailedRecords implements FactSource {
  readonly #options: S3FailedRecordsOptions;
  #listed: readonly Listed[] = [];

  constructor(options: S3FailedRecordsOptions) {
    this.#options = options;
  }

  async parts(): Promise<readonly string[]> {
    const { client, bucketName: Bucket } = this.#options;
    const listed: Listed[] = [];
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({ Bucket, ContinuationToken });
      const { Contents = [], NextContinuationToken } = await available(client.send(command));
      for (const { Key, LastModified } of Contents) {
        if (Key === undefined || LastModified === undefined) continue;
        listed.push({ name: `${LastModified.toISOString()} ${Key}`, key: Key, at: LastModified.getTime() });
      }
      ContinuationToken = NextContinuationToken;
    } while (ContinuationToken !== undefined);
    this.#listed = listed.sort((a, b) => (a.name < b.name ? -1 : 1));
    return ['failed-records'];
  }

  async read({ partId, after = '' }: SourcePosition): Promise<SourcePage> {
    const open = this.#listed.filter(({ name }) => name > after);
    const page = open.slice(0, PAGE_OBJECTS);
    const found = await Promise.all(page.map((object) => this.#read(object)));
    const last = page.at(-1)?.name;
    return { found: found.flat(), next: open.length > page.length ? { partId, after: last } : undefined };
  }

  async #read({ name: sequenceNumber, key: Key, at }: Listed): Promise<FoundFact[]> {
    const { client, bucketName: Bucket } = this.#options;
    const { Body } = await available(client.send(new GetObjectCommand({ Bucket, Key })));
    const facts = factsIn((await Body?.transformToString()) ?? '');
    return facts.map((fact) => ({ sequenceNumber, at, fact }));
  }
}

/** The facts of an object; an unreadable one is one record that is no fact. */
const factsIn = (text: string): readonly FoundFact['fact'][] => {
  try {
    return objectSchema
      .parse(JSON.parse(text))
      .payload.Records.map(({ dynamodb }) => factIn(dynamodb.NewImage));
  } catch {
    return [undefined];
  }
};

const available = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
  try {
    return await call;
  } catch (cause) {
    throw new ReconciliationUnavailableError('failed records: S3 does not answer', { cause });
  }
};
