import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyReader } from '../key-ring.ts';
import type { TokenSigner } from '../token-signer.ts';
import { keyObjectOf } from './key-object.ts';

/** 128 bits of HMAC-SHA-256: 22 characters of a link. */
const MAC_BYTES = 16;

/** Tokens signed with a key of their own for each purpose, so that one for a link serves for nothing else. */
export class HmacTokenSigner implements TokenSigner {
  readonly #keys: Pick<KeyReader, 'purposeKey'>;

  constructor(keys: Pick<KeyReader, 'purposeKey'>) {
    this.#keys = keys;
  }

  async sign(purpose: string, payload: string): Promise<string> {
    const body = Buffer.from(payload).toString('base64url');
    return `${body}.${(await this.#mac(purpose, body)).toString('base64url')}`;
  }

  async verify(purpose: string, token: string): Promise<string | undefined> {
    const [body = '', mac = '', ...rest] = token.split('.');
    const given = Buffer.from(mac, 'base64url');
    if (rest.length > 0 || given.length !== MAC_BYTES) return undefined;
    const isOurs = timingSafeEqual(given, await this.#mac(purpose, body));
    return isOurs ? Buffer.from(body, 'base64url').toString('utf8') : undefined;
  }

  async #mac(purpose: string, body: string): Promise<Buffer> {
    const key = await this.#keys.purposeKey(`token/${purpose}`);
    return createHmac('sha256', keyObjectOf(key)).update(body).digest().subarray(0, MAC_BYTES);
  }
}
