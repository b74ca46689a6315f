import { createHmac } from 'node:crypto';
import type { TokenSigner } from '../../shared/security/token-signer.ts';

/** A token signer without AWS: the port's promise by a key of its own. */
export const testSigner = (key = 'a key of a test'): TokenSigner => {
  const sign = async (purpose: string, payload: string): Promise<string> => {
    const body = Buffer.from(payload).toString('base64url');
    const mac = createHmac('sha256', `${key}/${purpose}`).update(body).digest().subarray(0, 16);
    return `${body}.${mac.toString('base64url')}`;
  };
  return {
    sign,
    verify: async (purpose, token) => {
      const payload = Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8');
      return token === (await sign(purpose, payload)) ? payload : undefined;
    },
  };
};
