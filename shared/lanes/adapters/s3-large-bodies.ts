import { createHash } from 'node:crypto';
import { LaneUnavailableError } from '../errors.ts';
import type { LargeBodies } from '../large-bodies.ts';

/** A request as the SDK's signer takes it; it answers with the headers that must go with it. */
type SignedRequest = {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
};

/** An SDK client of any service, as far as it lends its signer and its region. */
export type SigningClient = {
  readonly config: {
    readonly region: () => Promise<string>;
    readonly signer?: unknown;
  };
};

export type S3LargeBodiesOptions = {
  /** Signs the requests with the credentials that it has. */
  readonly client: SigningClient;
  readonly bucketName: string;
  /** The endpoint of S3. @default AWS's own of the client's region */
  readonly endpoint?: string | undefined;
};

const TIMEOUT_MS = 3000;
/** What S3 says to a range that begins where the object ends. */
const BEHIND_ITS_END = 416;

/**
 * Large commands as objects of a bucket, by plain requests of S3's API: its client would put every agent's bundle over the
 * gate, for messages of which there may never be one. Keys are made of letters that need no escape.
 */
export class S3LargeBodies implements LargeBodies {
  readonly #options: S3LargeBodiesOptions;

  constructor(options: S3LargeBodiesOptions) {
    this.#options = options;
  }

  async put(key: string, text: string): Promise<void> {
    const { status } = await this.#request('PUT', key, text);
    if (status !== 200) throw new LaneUnavailableError(`large bodies: S3 answered ${status} to a put`);
  }

  async get(key: string): Promise<string | undefined> {
    const response = await this.#request('GET', key);
    if (response.status === 404) return undefined;
    if (response.status !== 200) {
      throw new LaneUnavailableError(`large bodies: S3 answered ${response.status} to a get`);
    }
    return response.text();
  }

  /** At most so many bytes of an object from a place on, none behind its end; `undefined` where it is gone. Throws as `get` does. */
  async getRange(key: string, from: number, bytes: number): Promise<Uint8Array | undefined> {
    const range = { range: `bytes=${from}-${from + bytes - 1}` };
    const response = await this.#request('GET', key, undefined, range);
    if (response.status === 404) return undefined;
    if (response.status === BEHIND_ITS_END) return new Uint8Array();
    if (response.status !== 206 && response.status !== 200) {
      throw new LaneUnavailableError(`large bodies: S3 answered ${response.status} to a get`);
    }
    return new Uint8Array(await response.arrayBuffer());
  }

  async #request(
    method: 'GET' | 'PUT',
    key: string,
    body?: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const { client, bucketName } = this.#options;
    const region = await client.config.region();
    const url = new URL(this.#options.endpoint ?? `https://s3.${region}.amazonaws.com`);
    const request: SignedRequest = {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      path: `/${bucketName}/${key}`,
      query: {},
      headers: { host: url.host, 'x-amz-content-sha256': hashOf(body), ...more },
    };
    const sign = await signerOf(client);
    const { headers } = await sign(request, { signingService: 's3', signingRegion: region });
    const { host: _, ...sent } = headers; // fetch sets it
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return fetch(new URL(request.path, url), {
      method,
      headers: sent,
      signal,
      ...(body === undefined ? {} : { body }),
    });
  }
}

const hashOf = (body = ''): string => createHash('sha256').update(body).digest('hex');

type Sign = (
  request: SignedRequest,
  options: { readonly signingService: string; readonly signingRegion: string },
) => Promise<{ readonly headers: Record<string, string> }>;

/** SDK clients make their signer when it is asked for; the type of their settings does not say so. */
const signerOf = async ({ config }: SigningClient): Promise<Sign> => {
  const { signer } = config;
  const made: unknown = typeof signer === 'function' ? await signer() : signer;
  if (typeof made === 'object' && made !== null && 'sign' in made && typeof made.sign === 'function') {
    return made.sign.bind(made) as Sign;
  }
  throw new TypeError('large bodies: the client lends no signer');
};
