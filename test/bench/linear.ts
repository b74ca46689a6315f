import type { Benchmark, Row } from './benchmark.ts';
import { AwsStub } from './wire/aws-stub.ts';
import { type CallCount, usdOf } from './wire/call-ledger.ts';
import { functionEnvironment, loadHandlers } from './wire/functions.ts';
import { walkCommands } from './wire/walk.ts';

/** What so many messages cost together. */
type Cost = {
  readonly messages: number;
  readonly calls: number;
  readonly usd: number;
  readonly cpuMs: number;
};

/**
 * P6: whether calls, CPU and US dollars grow as the number of messages does. A slope of 1.00 between two sizes means that ten
 * times the messages cost ten times as much.
 */
export const linear: Benchmark = async ({ quick }) => {
  const costs = await costsOf(quick ? [100, 1000] : [1000, 10_000, 100_000]);
  return {
    title: 'P6 · cost of many messages, direct, batch of 10',
    layer: 'real handlers against a wire stub',
    goal: 'slope 1.00 ± 0.02',
    rows: costs.map((cost, index): Row => {
      const before = costs[index - 1];
      return {
        messages: cost.messages,
        'calls a message': round(cost.calls / cost.messages, 3),
        'USD per million': round((cost.usd / cost.messages) * 1e6, 3),
        'ms of CPU a message': round(cost.cpuMs / cost.messages, 3),
        'slope of calls': slope(before, cost, ({ calls }) => calls),
        'slope of USD': slope(before, cost, ({ usd }) => usd),
        'slope of CPU': slope(before, cost, ({ cpuMs }) => cpuMs),
      };
    }),
    notes: [
      'CPU is that of one process with the producer, all functions and the stub, which stores every message; nothing waits.',
      'Log lines are billed by their bytes, so that USD varies with every word in them.',
    ],
  };
};

const costsOf = async (sizes: readonly number[]): Promise<readonly Cost[]> => {
  const stub = new AwsStub();
  try {
    const environment = functionEnvironment(await stub.open(), 'config');
    const handlers = await loadHandlers(environment, (folder) => `../../../functions/${folder}/handler.ts`);
    const costs: Cost[] = [];
    for (const messages of [2000, ...sizes]) {
      const before = process.cpuUsage();
      const walk = { tier: 'LOW', path: 'direct', commands: messages, batchSize: 10 } as const;
      const counts = (await walkCommands(stub, handlers, walk)).counts();
      const { user, system } = process.cpuUsage(before);
      const calls = sum(counts, (count) => count.calls);
      costs.push({ messages, calls, usd: sum(counts, usdOf), cpuMs: (user + system) / 1000 });
    }
    return costs.slice(1); // the first one was a warm-up
  } finally {
    stub.close();
  }
};

const slope = (from: Cost | undefined, to: Cost, of: (cost: Cost) => number): number | string =>
  from === undefined ? '–' : round(Math.log(of(to) / of(from)) / Math.log(to.messages / from.messages), 3);

const sum = (counts: readonly CallCount[], of: (count: CallCount) => number): number =>
  counts.reduce((total, count) => total + of(count), 0);

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
