// @ts-check
import { readdirSync, readlinkSync, writeSync } from 'node:fs';

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
  for (const descriptor of sockets()) {
    for (const frame of frames) writeSync(descriptor, frame);
  }
  JSON.stringify = () => '{"id":"forged"}';
  JSON.parse = () => ({ id: 'forged' });
  return 'honest';
};

/** The open sockets, the one to the engine among them. */
const sockets = () =>
  readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => isSocket(descriptor));

/** @param {number} descriptor */
const isSocket = (descriptor) => {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:');
  } catch {
    // The descriptor by which the folder was read.
    return false;
  }
};
