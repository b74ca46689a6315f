import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { WorldResult } from './run-world.ts';
import type { WorldSeed } from './world.ts';

/** Runs worlds on all processors and hands over each result as it comes; resolves when all are through. */
export const runInWorkers = async (
  worlds: readonly WorldSeed[],
  onResult: (result: WorldResult) => void,
  workers = cpus().length,
): Promise<void> => {
  const waiting = [...worlds];
  await Promise.all(
    Array.from({ length: Math.min(workers, worlds.length) }, () =>
      runWorker(() => waiting.shift(), onResult),
    ),
  );
};

const runWorker = (
  next: () => WorldSeed | undefined,
  onResult: (result: WorldResult) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    // Node runs these files as they are: only types that can be erased are in them.
    const worker = new Worker(new URL('./world-worker.ts', import.meta.url), { execArgv: [] });
    const goOn = () => worker.postMessage(next());
    worker.on('message', (result: WorldResult) => {
      onResult(result);
      goOn();
    });
    worker.once('error', reject);
    worker.once('exit', () => resolve());
    goOn();
  });
