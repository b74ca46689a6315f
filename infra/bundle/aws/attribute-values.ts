import { bytesAsText, bytesOf } from './bytes.ts';

/** Bytes as base64 of DynamoDB's attribute values: everything else of them is plain JSON. */

/** Writes attribute values. Few have bytes, and a replacer costs several times as much as none: it runs where some are. */
export const writeAttributes = (input: object): string => {
  const text = JSON.stringify(input);
  return text.includes('"B":{') || text.includes('"BS":[{') ? JSON.stringify(input, bytesAsText) : text;
};

/** Reads attribute values, whatever white space is between them. */
export const readAttributes = (text: string): object =>
  text.includes('"B"') || text.includes('"BS"') ? JSON.parse(text, textAsBytes) : JSON.parse(text);

/** A text stands under `B` in attribute values alone: names of attributes have values, which are objects, under them. */
const textAsBytes = (key: string, value: unknown): unknown => {
  if (key === 'B') return bytesOf(value);
  return key === 'BS' && Array.isArray(value) ? value.map(bytesOf) : value;
};
