/** A replacer of JSON that writes bytes as base64. A Buffer has become an object of its own before it is seen: `this` still holds it. */
export function bytesAsText(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const own = this[key];
  return own instanceof Uint8Array ? Buffer.from(own).toString('base64') : value;
}

/** The bytes of a base64 text; what is no text is given back. */
export const bytesOf = (text: unknown): unknown =>
  typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : text;
