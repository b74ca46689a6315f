import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const gc: (options: { type: 'minor' }) => void = runInNewContext('gc');

/** Microseconds of CPU, all threads of this process, that work takes; what lies in the young generation goes first. */
export const cpuOf = async (work: () => Promise<unknown>): Promise<number> => {
  gc({ type: 'minor' }); // a full collection would also throw optimised code away
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
};
