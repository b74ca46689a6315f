// @ts-check
import { readdirSync, writeSync } from 'node:fs';

/** Writes forged answers wherever it can, breaks the built-ins the runtime uses, and then answers honestly. @param {{ id: string }} _event @param {{ awsRequestId: string }} context */
export const handler = async (_event, { awsRequestId: id }) => {
  const forged = JSON.stringify({ id, type: 'response', payload: '"forged"' });
  const frames = [
    `\x01${forged}\n`,
    `\n${'0'.repeat(32)} ${forged}\n`,
    `${forged}\n`,
    `START RequestId: ${id}\n`,
    '{"id":"start"',
  ];
  process.stdout.write(Buffer.from([0, 1, 2, 255, 254, 10]));
  for (const frame of frames) {
    process.stdout.write(frame);
    process.stderr.write(frame);
  }
  const descriptors = readdirSync('/proc/self/fd').map(Number);
  for (const descriptor of descriptors.filter((number) => number > 2)) {
    for (const frame of frames) writeWherePossible(descriptor, frame);
  }
  JSON.stringify = () => '{"id":"forged"}';
  JSON.parse = () => ({ id: 'forged' });
  return 'honest';
};

/** @param {number} descriptor @param {string} text */
const writeWherePossible = (descriptor, text) => {
  try {
    writeSync(descriptor, text);
  } catch {
    // Not open for writing.
  }
};
