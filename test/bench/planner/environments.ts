import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { BatchAnswer } from '../throughput/environment-process.ts';

/** What one batch took. */
export type BatchRun = {
  readonly messages: number;
  readonly wallMs: number;
  readonly cpuMs: number;
};

/** One environment of the e-mail agent, in a process of its own. */
export type Environment = {
  run(bodies: readonly unknown[]): Promise<BatchRun>;
  close(): void;
};

/** Starts environments of a function's module, and waits until they are loaded. */
export const startEnvironments = (
  count: number,
  processModule: string,
  args: readonly string[],
): Promise<readonly Environment[]> =>
  Promise.all(Array.from({ length: count }, () => startEnvironment(processModule, args)));

const startEnvironment = async (processModule: string, args: readonly string[]): Promise<Environment> => {
  const child = fork(processModule, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
  await once(child, 'message');
  return { run: (bodies) => runBatch(child, bodies), close: () => child.disconnect() };
};

const runBatch = async (child: ChildProcess, bodies: readonly unknown[]): Promise<BatchRun> => {
  const from = performance.now();
  child.send(bodies as unknown[]);
  const [answer]: [BatchAnswer] = (await once(child, 'message')) as [BatchAnswer];
  if (answer.failed > 0) throw new Error(`${answer.failed} messages failed`);
  return {
    messages: bodies.length,
    wallMs: performance.now() - from,
    cpuMs: answer.cpuMicros / 1000,
  };
};

/** What is measured of a run: when each message was due and, by its id, where its provider call has to be looked for. */
export type OpenLoop = { readonly dueAt: ReadonlyMap<string, number>; readonly endedMs: number };

/**
 * Messages come at given times, whatever becomes of them; each free environment takes what waits, up to a batch. Times are
 * in milliseconds from the beginning, `dueAt` in milliseconds since 1970.
 */
export const runOpenLoop = async (
  environments: readonly Environment[],
  batchSize: number,
  timesMs: readonly number[],
  messages: readonly { readonly id: string; readonly body: unknown }[],
): Promise<OpenLoop> => {
  const origin = performance.now() + 50;
  const dueAt = new Map(
    messages.map(({ id }, index) => [id, performance.timeOrigin + origin + (timesMs[index] ?? 0)]),
  );
  let next = 0;
  const dueNow = () => next < messages.length && origin + (timesMs[next] ?? 0) <= performance.now();
  const work = async (environment: Environment): Promise<void> => {
    while (next < messages.length) {
      const batch: unknown[] = [];
      while (batch.length < batchSize && dueNow()) {
        batch.push(messages[next]?.body);
        next += 1;
      }
      if (batch.length > 0) await environment.run(batch);
      else await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  await Promise.all(environments.map(work));
  return { dueAt, endedMs: performance.now() - origin };
};
