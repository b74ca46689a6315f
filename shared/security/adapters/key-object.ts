import { createSecretKey, type KeyObject } from 'node:crypto';

const made = new WeakMap<Uint8Array, KeyObject>();

/**
 * Keys are given to Node as objects of its own: given as bytes, a cipher takes four times as long to begin. One is kept for as
 * long as its bytes are held, since an agent reads and signs several texts under each customer's key; nobody may change the
 * bytes meanwhile.
 */
export const keyObjectOf = (key: Uint8Array): KeyObject => {
  const known = made.get(key);
  if (known !== undefined) return known;
  const fresh = createSecretKey(key);
  made.set(key, fresh);
  return fresh;
};
