import type * as Sdk from '@aws-sdk/client-s3';
import { type Call, clientOf, type Service } from './client.ts';
import { textIn, textsIn } from './s3-xml.ts';
import type { Refusal } from './service-error.ts';
import type { HttpAnswer } from './transport.ts';

/** Stands in bundles for `@aws-sdk/client-s3` (ADR 0030). Objects are read whole; buckets are named in paths. */

const refusalOf = ({ status, body }: HttpAnswer): Refusal => {
  const xml = body.toString();
  const name = textIn(xml, 'Code') ?? (status === 404 ? 'NotFound' : 'Unknown');
  return { name, fields: { message: textIn(xml, 'Message') ?? name } };
};

const service: Service = {
  host: 's3',
  signingName: 's3',
  variable: 'S3',
  sendsBodyHash: true,
  refusalOf,
};

export const S3Client = clientOf(service);

/** An object's content, as far as functions read it. */
type Content = { transformToString(): Promise<string>; transformToByteArray(): Promise<Uint8Array> };

type GetOutput = {
  readonly Body: Content;
  readonly ContentType: string | undefined;
};

export class GetObjectCommand {
  readonly input: Pick<Sdk.GetObjectCommandInput, 'Bucket' | 'Key' | 'Range'>;

  constructor(input: GetObjectCommand['input']) {
    this.input = input;
  }

  call(): Call<GetOutput> {
    const { Range } = this.input;
    const headers: Record<string, string> = Range === undefined ? {} : { range: Range };
    return { method: 'GET', path: pathOf(this.input), headers, body: '', outputOf: contentOf };
  }
}

export class PutObjectCommand {
  readonly input: Pick<Sdk.PutObjectCommandInput, 'Bucket' | 'Key' | 'ContentType'> & {
    Body: string | Uint8Array;
  };

  constructor(input: PutObjectCommand['input']) {
    this.input = input;
  }

  call(): Call<Pick<Sdk.PutObjectCommandOutput, 'ETag'>> {
    const { Body, ContentType = 'application/octet-stream' } = this.input;
    const headers = { 'content-type': ContentType };
    return { method: 'PUT', path: pathOf(this.input), headers, body: Body, outputOf: tagOf };
  }
}

export class DeleteObjectCommand {
  readonly input: Pick<Sdk.DeleteObjectCommandInput, 'Bucket' | 'Key'>;

  constructor(input: DeleteObjectCommand['input']) {
    this.input = input;
  }

  call(): Call<object> {
    return { method: 'DELETE', path: pathOf(this.input), headers: {}, body: '', outputOf: () => ({}) };
  }
}

type Listed = Pick<
  Sdk.ListObjectsV2CommandOutput,
  'Contents' | 'IsTruncated' | 'NextContinuationToken' | 'KeyCount'
>;

export class ListObjectsV2Command {
  readonly input: Pick<
    Sdk.ListObjectsV2CommandInput,
    'Bucket' | 'Prefix' | 'ContinuationToken' | 'StartAfter' | 'MaxKeys'
  >;

  constructor(input: ListObjectsV2Command['input']) {
    this.input = input;
  }

  call(): Call<Listed> {
    const { Bucket, Prefix, ContinuationToken, StartAfter, MaxKeys } = this.input;
    const query = Object.entries({
      'continuation-token': ContinuationToken,
      'list-type': '2',
      'max-keys': MaxKeys,
      prefix: Prefix,
      'start-after': StartAfter,
    }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escaped(String(value))}`]));
    const path = `/${Bucket}/?${query.join('&')}`;
    return { method: 'GET', path, headers: {}, body: '', outputOf: listOf };
  }
}

const contentOf = ({ body, headers }: HttpAnswer): GetOutput => ({
  Body: {
    transformToString: async () => body.toString(),
    transformToByteArray: async () => new Uint8Array(body),
  },
  ContentType: headers['content-type'],
});

const tagOf = ({ headers: { etag } }: HttpAnswer) => (etag === undefined ? {} : { ETag: etag });

const listOf = ({ body }: HttpAnswer): Listed => {
  const xml = body.toString();
  const next = textIn(xml, 'NextContinuationToken');
  const objects = textsIn(xml, 'Contents').map((entry) => ({
    Key: textIn(entry, 'Key'),
    LastModified: new Date(textIn(entry, 'LastModified') ?? Number.NaN),
    Size: Number(textIn(entry, 'Size')),
  }));
  return {
    ...(objects.length === 0 ? {} : { Contents: objects }),
    IsTruncated: textIn(xml, 'IsTruncated') === 'true',
    ...(next === undefined ? {} : { NextContinuationToken: next }),
  };
};

const pathOf = ({
  Bucket,
  Key = '',
}: {
  readonly Bucket?: string | undefined;
  readonly Key?: string | undefined;
}) => `/${Bucket}/${Key.split('/').map(escaped).join('/')}`;

/** By RFC 3986, as signatures ask for. */
const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
