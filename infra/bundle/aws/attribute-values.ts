/** Bytes as base64 of DynamoDB's attribute values: everything else of them is plain JSON. */

/** Writes attribute values. Few have bytes, and a replacer costs several times as much as none: it runs where some are. */
export const writeAttributes = (input: object): string => {
  const text = JSON.stringify(input);
  return text.includes('"B":{') || text.includes('"BS":[{') ? JSON.stringify(input, bytesAsText) : text;
};

/** Reads attribute values, whatever white space is between them. */
export const readAttributes = (text: string): object =>
  text.includes('"B"') || text.includes('"BS"') ? JSON.parse(text, textAsBytes) : JSON.parse(text);

/** A Buffer has become an object of its own before a replacer sees it: `this` still holds it. */
function bytesAsText(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const own = this[key];
  return own instanceof Uint8Array ? Buffer.from(own).toString('base64') : value;
}

/** A text stands under `B` in attribute values alone: names of attributes have values, which are objects, under them. */
const textAsBytes = (key: string, value: unknown): unknown => {
  if (key === 'B' && typeof value === 'string') return bytesOf(value);
  return key === 'BS' && Array.isArray(value) ? value.map(bytesOf) : value;
};

const bytesOf = (text: unknown): unknown =>
  typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : text;
