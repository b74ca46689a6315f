import { type SigningClient, signedFetch } from '../../signing/adapters/signed-fetch.ts';
import { LaneUnavailableError } from '../errors.ts';
import type { LargeBodies } from '../large-bodies.ts';

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
 * Large commands as objects of a bucket, by plain requests of S3's API, signed by a client that the function has anyway:
 * there may never be such a message. Keys are made of letters that need no escape.
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
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const { client, bucketName, endpoint } = this.#options;
    const place = endpoint ?? `https://s3.${await client.config.region()}.amazonaws.com`;
    const url = new URL(`/${bucketName}/${key}`, place);
    return signedFetch(client, 's3', { method, url, body, headers, timeoutMs: TIMEOUT_MS });
  }
}
