import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Credentials } from './credentials.ts';

/** What a signature covers. */
export type Signable = {
  readonly method: string;
  /** Percent-encoded as it is sent; the names of its query, if there is one, in alphabetical order. */
  readonly path: string;
  /** In lower case; all of them are signed. */
  readonly headers: Readonly<Record<string, string>>;
  /** SHA-256 of the body, as hexadecimal digits. */
  readonly bodyHash: string;
};

/** Where a signature holds: a service, by the name that it signs under, in a Region. */
export type Scope = { readonly service: string; readonly region: string };

type DayKey = { readonly day: string; readonly secret: string; readonly key: KeyObject };

/** SHA-256 as hexadecimal digits. */
export const sha256 = (content: string | Uint8Array): string => hash('sha256', content, 'hex');

/**
 * Makes the `authorization` of requests of one service by AWS's Signature Version 4. A day's key is derived once. `time` is ISO
 * 8601's basic format, and must be the `x-amz-date` among the headers.
 */
export const createSigner = ({ service, region }: Scope) => {
  let last: DayKey | undefined;

  const keyOf = (day: string, secret: string): KeyObject => {
    if (last?.day !== day || last.secret !== secret) {
      const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`);
      // A key object: bytes would be made one at each use, which costs more than the hash.
      last = { day, secret, key: createSecretKey(Buffer.from(key)) };
    }
    return last.key;
  };

  return (
    { method, path, headers, bodyHash }: Signable,
    { accessKeyId, secretAccessKey }: Credentials,
    time: string,
  ): string => {
    const names = Object.keys(headers).sort();
    let lines = '';
    for (const name of names) lines += `${name}:${headers[name]}\n`;
    const signed = names.join(';');
    const day = time.slice(0, 8);
    const scope = `${day}/${region}/${service}/aws4_request`;
    const [place = '', query = ''] = path.split('?', 2);
    const canonical = `${method}\n${place}\n${query}\n${lines}\n${signed}\n${bodyHash}`;
    const text = `AWS4-HMAC-SHA256\n${time}\n${scope}\n${sha256(canonical)}`;
    const signature = createHmac('sha256', keyOf(day, secretAccessKey)).update(text).digest('hex');
    return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
  };
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** ISO 8601's basic format, to the second. */
export const basicTime = (now: number): string => new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
