import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Benchmark, Row } from './benchmark.ts';
import { installPeers, installValkey } from './install-peers.ts';
import { pairedRounds, quantile, ratiosTo } from './paired-rounds.ts';
import { removeBundles, shipBundles } from './shipped-bundles.ts';
import type { Costs, Job } from './throughput/job.ts';
import { bundleProcesses, entry, runJob } from './throughput/processes.ts';

/** Where a contender's job is done, and which stages of it are the contender's own. */
type Entrant = { readonly contender: string; readonly module: 'ours' | 'peers' };

const entrants = {
  Switchboard: { contender: 'switchboard', module: 'ours' },
  'Switchboard again': { contender: 'switchboard', module: 'ours' },
  Powertools: { contender: 'powertools', module: 'peers' },
  'Powertools with Tracer': { contender: 'powertools with Tracer', module: 'peers' },
  BullMQ: { contender: 'bullmq', module: 'peers' },
  'one SES call by the SDK': { contender: 'SES by the SDK', module: 'ours' },
  'one SES call by hand': { contender: 'SES by hand', module: 'ours' },
} as const satisfies Record<string, Entrant>;

type Name = keyof typeof entrants;

/** The stage that everybody does: a command on the lane → provider call → record. */
const laneToRecord: Readonly<Record<string, string>> = { switchboard: 'email-agent' };

/** P7: messages per CPU-second of the full path against a wire stub, beside a Powertools stack and BullMQ. */
export const throughput: Benchmark = async ({ quick }) => {
  const { rounds, messages, warmUp } = quick
    ? { rounds: 2, messages: 500, warmUp: 1200 }
    : { rounds: 11, messages: 3000, warmUp: 2000 };
  const bundles = shipBundles();
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-throughput-'));
  try {
    installPeers();
    const valkeyServer = installValkey();
    const moduleOf = await bundleProcesses(directory, processes);
    const job = {
      messages,
      warmUp,
      stubModule: moduleOf('stub'),
      functions: Object.fromEntries(
        bundles.map((bundle) => [bundle.folder, pathToFileURL(join(bundle.directory, 'index.mjs')).href]),
      ),
      taskRoot: bundles.find(({ folder }) => folder === 'email-agent')?.directory ?? '',
      valkeyServer,
    };
    const names = Object.keys(entrants).filter(
      (name): name is Name => name in entrants && (name !== 'BullMQ' || valkeyServer !== undefined),
    );
    return resultOf(await measure(names, rounds, job, moduleOf), { rounds, messages });
  } finally {
    rmSync(directory, { recursive: true, force: true });
    removeBundles(bundles);
  }
};

const processes = {
  ours: entry('worker-process.ts'),
  stub: entry('stub-process.ts'),
  peers: entry('../peers/worker-process.ts'),
};

/** The costs of each by round: one process for each contender and round, the order rotated. */
const measure = async (
  names: readonly Name[],
  rounds: number,
  job: Omit<Job, 'contender'>,
  moduleOf: (name: string) => string,
): Promise<ReadonlyMap<Name, readonly Costs[]>> => {
  const found = new Map<Name, Costs[]>(names.map((name) => [name, []]));
  const run = (name: Name) => async () => {
    const { contender, module } = entrants[name];
    const costs = await runJob(moduleOf(module), { ...job, contender });
    found.get(name)?.push(costs);
    return costs[laneToRecord[contender] ?? 'send'] ?? Number.NaN;
  };
  await pairedRounds(Object.fromEntries(names.map((name) => [name, run(name)])), 'Switchboard', rounds, 0);
  return found;
};

const resultOf = (
  found: ReadonlyMap<Name, readonly Costs[]>,
  { rounds, messages }: { rounds: number; messages: number },
): Awaited<ReturnType<Benchmark>> => {
  const costsOf = (name: Name, stages: readonly string[]) =>
    (found.get(name) ?? []).map((costs) => stages.reduce((sum, stage) => sum + (costs[stage] ?? 0), 0));
  const ours = costsOf('Switchboard', ['email-agent']);
  const row = (what: string, costs: readonly number[]): Row => {
    const { median, p10, p90 } = ratiosTo(ours, costs);
    return {
      'who, and what its process does': what,
      'messages per CPU-second': Math.round(1e6 / quantile(costs, 0.5)),
      'µs of CPU each': Math.round(quantile(costs, 0.5)),
      'CPU ÷ ours, lane to record': round(median),
      '10 %': round(p10),
      '90 %': round(p90),
    };
  };
  const whole = ['coordinator', 'email-agent', 'event-relay', 'provider-receipts'];
  const others = [...found.keys()].filter((name) => !name.startsWith('Switchboard'));
  const server = costsOf('BullMQ', ['valkey']);
  return {
    title: 'P7 · messages per CPU-second, the full path, batch of 10',
    layer: 'real handlers against a wire stub',
    goal: '≥ 3,000 messages per CPU-second, then ≥ 10,000',
    rows: [
      row('Switchboard: lane → provider call → record', ours),
      ...whole
        .filter((stage) => stage !== 'email-agent')
        .map((stage) => row(`Switchboard: ${stage} alone`, costsOf('Switchboard', [stage]))),
      row('Switchboard by bus: all four', costsOf('Switchboard', whole)),
      ...others.map((name) => row(name, costsOf(name, ['send']))),
    ],
    notes: [
      'CPU of the worker’s process, all threads; the stub is a process of its own and counts for nobody. HTTP, no TLS.',
      ...(server.length === 0
        ? []
        : [
            `Not in BullMQ’s row: ${Math.round(quantile(server, 0.5))} µs of Valkey’s own process for each message.`,
          ]),
      `${rounds} rounds, each contender in a fresh process, of ${messages} messages after a warm-up.`,
    ],
    sameToSame: ratiosTo(ours, costsOf('Switchboard again', ['email-agent'])).median,
  };
};

const round = (value: number): number => Math.round(value * 100) / 100;
