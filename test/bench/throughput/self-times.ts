import { Session } from 'node:inspector/promises';
import type { Costs } from './job.ts';

/** Microseconds between two samples. */
const INTERVAL = 500;

/** Microseconds that each function took itself while work was done, per message; idle time and the profiler itself are left out. */
export const selfTimes = async (work: () => Promise<void>, messages: number): Promise<Costs> => {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
  await session.post('Profiler.start');
  await work();
  const { profile } = await session.post('Profiler.stop');
  session.disconnect();
  const { nodes, samples = [], timeDeltas = [] } = profile;
  const nameOf = new Map(
    nodes.map(({ id, callFrame: { url, functionName } }) => [
      id,
      `${url} ${functionName || 'anonymous'}`.trim(),
    ]),
  );
  const costs: Record<string, number> = {};
  for (const [index, id] of samples.entries()) {
    const name = nameOf.get(id) ?? 'unknown';
    if (name === '(idle)' || name.startsWith('node:inspector')) continue;
    costs[name] = (costs[name] ?? 0) + (timeDeltas[index] ?? 0) / messages;
  }
  return costs;
};
