import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MILLISECONDS = 150;

/** How waiting ended: the engine answers, its process ended, or neither came in time. */
export type Readiness = 'READY' | 'EXITED' | 'TIMED_OUT';

/** Asks LocalStack's health address until it says that it runs, `exited` resolves or the time is over. */
export const waitUntilReady = async (
  endpoint: string,
  exited: Promise<unknown>,
  timeoutMilliseconds: number,
): Promise<Readiness> => {
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  const end = Date.now() + timeoutMilliseconds;
  while (Date.now() < end) {
    if (hasExited) return 'EXITED';
    if (await isHealthy(endpoint)) return 'READY';
    await sleep(POLL_MILLISECONDS);
  }
  return 'TIMED_OUT';
};

const isHealthy = async (endpoint: string): Promise<boolean> => {
  try {
    const response = await fetch(`${endpoint}/_localstack/init/ready`, {
      signal: AbortSignal.timeout(5_000),
    });
    const state: unknown = await response.json();
    return typeof state === 'object' && state !== null && 'completed' in state && state.completed === true;
  } catch {
    // Not listening yet, or not LocalStack yet.
    return false;
  }
};
