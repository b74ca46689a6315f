import { parentPort } from 'node:worker_threads';
import { runWorld } from './run-world.ts';
import type { WorldSeed } from './world.ts';

/** Runs the worlds that it is sent, and ends when there are no more. */
parentPort?.on('message', (seed: WorldSeed | undefined) => {
  if (seed === undefined) parentPort?.close();
  else void runWorld(seed).then((result) => parentPort?.postMessage(result));
});
