// @ts-check
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

let invocations = 0;
/** @type {unknown[]} */
const kept = [];

/** One small thing to do per action, to see what the engine makes of it. @type {Record<string, (event: { [name: string]: unknown }, context: object) => unknown>} */
const actions = {
  describe: (_event, context) => ({ environment: process.env, context: { ...context }, cwd: process.cwd() }),
  remaining: async (_event, context) => {
    const read = /** @type {{ getRemainingTimeInMillis(): number }} */ (context);
    const before = read.getRemainingTimeInMillis();
    await sleep(200);
    return { before, after: read.getRemainingTimeInMillis() };
  },
  count: () => ({ invocations, pid: process.pid }),
  sleep: async ({ milliseconds }) => {
    const started = Date.now();
    await sleep(Number(milliseconds));
    return { pid: process.pid, started, ended: Date.now() };
  },
  spin: () => {
    for (;;);
  },
  spinWithChild: () => {
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    for (;;);
  },
  exit: ({ code }) => process.exit(Number(code)),
  kill: () => process.kill(process.pid, 'SIGKILL'),
  throwError: () => {
    throw new TypeError('the event is wrong');
  },
  throwText: () => Promise.reject('only text'),
  throwLater: async () => {
    setTimeout(() => {
      throw new RangeError('nobody catches this');
    });
    await sleep(10_000);
  },
  rejectLater: async () => {
    void Promise.reject(new RangeError('nobody awaits this'));
    await sleep(10_000);
  },
  fillBuffers: async () => {
    for (;;) {
      kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
      await sleep(5);
    }
  },
  fillHeap: async () => {
    for (;;) {
      kept.push(Array.from({ length: 100_000 }, (_, index) => ({ index })));
      await sleep(1);
    }
  },
  log: () => {
    console.log('a line', { with: 'an object' });
    console.error('two\nlines');
    process.stdout.write('no newline at the end');
  },
  flood: ({ megabytes }) => {
    const piece = 'x'.repeat(1024 * 1024);
    for (let written = 0; written < Number(megabytes); written += 1) process.stdout.write(piece);
    return 'flooded';
  },
  answer: ({ bytes }) => 'y'.repeat(Number(bytes)),
  nothing: () => undefined,
};

/** @param {{ action?: string, [name: string]: unknown }} event @param {object} context */
export const handler = async (event, context) => {
  invocations += 1;
  return actions[event.action ?? 'count']?.(event, context);
};
