import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { receiptTags } from '../../shared/channels/channel.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { quantile } from './paired-rounds.ts';
import { type BatchRun, type Environment, runOpenLoop, startEnvironments } from './planner/environments.ts';
import {
  type Configuration,
  type Figures,
  type Fit,
  figuresOf,
  predict,
  timesOf,
} from './planner/predict.ts';
import { createAssigner, type LaneMessage } from './planner/prepare-messages.ts';
import { removeBundles, shipBundles } from './shipped-bundles.ts';
import { bundleProcesses, entry } from './throughput/processes.ts';
import { startStub, type WireStub } from './throughput/wire-stub.ts';

/** The agent calls the tables three times for a batch: customers, claim, record. */
const TABLE_CALLS = 3;
const FITTED = { providerMs: 200, tableMs: 30, small: 1, large: 10, batches: 20 } as const;
const MOST_ENVIRONMENTS = 3;
/** Between two batches, as where messages come one by one. */
const PAUSE_MS = 20;

/** None of these was fitted to: other batches, other answers, more environments, and a queue before them. */
const configurations: readonly Configuration[] = [
  { batchSize: 5, environments: 1, providerMs: 300, tableMs: 30, rate: 0, messages: 100 },
  { batchSize: 10, environments: 2, providerMs: 500, tableMs: 30, rate: 0, messages: 300 },
  { batchSize: 2, environments: 3, providerMs: 300, tableMs: 40, rate: 7, messages: 140 },
  { batchSize: 10, environments: 3, providerMs: 600, tableMs: 25, rate: 21, messages: 300 },
  { batchSize: 4, environments: 2, providerMs: 450, tableMs: 50, rate: 7, messages: 140 },
];

type Run = { readonly measured: Figures; readonly predicted: Figures };

/** P12: what the planner's simulation predicts, beside what the real agent does against the stub, in the same round. */
export const planner: Benchmark = async ({ quick }) => {
  const rounds = quick ? 1 : 3;
  const bundles = shipBundles();
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-planner-'));
  const opened: { close(): void }[] = [];
  try {
    const moduleOf = await bundleProcesses(directory, {
      environment: entry('environment-process.ts'),
      stub: entry('stub-process.ts'),
    });
    const stub = await startStub(moduleOf('stub'));
    opened.push(stub);
    const agent = bundles.find(({ folder }) => folder === 'email-agent')?.directory ?? '';
    const module = pathToFileURL(join(agent, 'index.mjs')).href;
    const environments = await startEnvironments(MOST_ENVIRONMENTS, moduleOf('environment'), [
      stub.url,
      module,
      agent,
    ]);
    opened.push(...environments);
    return resultOf(await measure(stub, environments, rounds), rounds);
  } finally {
    for (const process of opened) process.close();
    rmSync(directory, { recursive: true, force: true });
    removeBundles(bundles);
  }
};

const measure = async (stub: WireStub, environments: readonly Environment[], rounds: number) => {
  const assign = await createAssigner(stub);
  for (const environment of environments) await fitAgent(stub, [environment], assign);
  const fits: FitOfRound[] = [];
  const runs = configurations.map((): Run[] => []);
  for (let round = 1; round <= rounds; round += 1) {
    const fitted = await fitAgent(stub, environments.slice(0, 1), assign);
    fits.push(fitted);
    for (const [index, configuration] of configurations.entries()) {
      const used = environments.slice(0, configuration.environments);
      const messages = await assign(configuration.messages);
      runs[index]?.push({
        measured: await measureOne(stub, used, configuration, messages, round),
        predicted: predict(configuration, fitted, round),
      });
    }
  }
  return { fits, runs };
};

/** A fit of the wall time, which predicts, and of the CPU, which the planner knows. */
type FitOfRound = Fit & { readonly cpu: Fit };

const fitAgent = async (
  stub: WireStub,
  environments: readonly Environment[],
  assign: (count: number) => Promise<readonly LaneMessage[]>,
): Promise<FitOfRound> => {
  const { providerMs, tableMs, small, large, batches } = FITTED;
  const messages = await assign(environments.length * batches * (small + large));
  await stub.delay({ SES: providerMs, DynamoDB: tableMs });
  let from = 0;
  const averageOf = async (size: number) => {
    const runs: BatchRun[] = [];
    const work = async (environment: Environment) => {
      for (let batch = 0; batch < batches; batch += 1) {
        const bodies = messages.slice(from, from + size).map(({ body }) => body);
        from += size;
        runs.push(await environment.run(bodies));
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    };
    await Promise.all(environments.map(work));
    return { wallMs: mean(runs.map(({ wallMs }) => wallMs)), cpuMs: mean(runs.map(({ cpuMs }) => cpuMs)) };
  };
  const [one, many] = [await averageOf(small), await averageOf(large)];
  // Once a second a batch reads the switches, too: that is in the model by itself.
  const [ofOne, ofMany] = [one, many].map(({ wallMs }) => wallMs - (tableMs * (wallMs + PAUSE_MS)) / 1000);
  if (ofOne === undefined || ofMany === undefined) throw new Error('nothing was measured');
  const perMessageMs = (ofMany - ofOne) / (large - small);
  const perMessageCpu = (many.cpuMs - one.cpuMs) / (large - small);
  return {
    perMessageMs,
    perInvocationMs: ofOne - small * perMessageMs - TABLE_CALLS * tableMs - providerMs,
    cpu: { perMessageMs: perMessageCpu, perInvocationMs: one.cpuMs - small * perMessageCpu },
  };
};

const measureOne = async (
  stub: WireStub,
  environments: readonly Environment[],
  configuration: Configuration,
  messages: readonly LaneMessage[],
  seed: number,
): Promise<Figures> => {
  await stub.delay({ SES: configuration.providerMs, DynamoDB: configuration.tableMs });
  const times = timesOf(configuration, seed);
  const { dueAt, endedMs } = await runOpenLoop(environments, configuration.batchSize, times, messages);
  const { requests } = await stub.take();
  const latencies = requests
    .filter(({ action }) => action === 'SendEmail')
    .map(({ at, body }) => at - (dueAt.get(commandIdIn(body)) ?? Number.NaN));
  if (latencies.length !== messages.length) throw new Error(`${latencies.length} mails were sent`);
  return figuresOf(latencies, endedMs);
};

const mailSchema = z.object({ EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })) });

const commandIdIn = (body: unknown): string =>
  mailSchema.parse(body).EmailTags.find(({ Name }) => Name === receiptTags.command)?.Value ?? '';

const resultOf = (
  { fits, runs }: Awaited<ReturnType<typeof measure>>,
  rounds: number,
): Awaited<ReturnType<Benchmark>> => {
  const errors: number[] = [];
  const rows = configurations.map((configuration, index): Row => {
    const found = runs[index] ?? [];
    const ratio = (figure: keyof Figures) =>
      quantile(
        found.map(({ measured, predicted }) => predicted[figure] / measured[figure]),
        0.5,
      );
    const { batchSize, environments, providerMs, tableMs, rate, messages } = configuration;
    const ratios = {
      mean: ratio('meanMs'),
      P50: ratio('p50'),
      P95: ratio('p95'),
      'all done': ratio('endedMs'),
    };
    errors.push(...Object.values(ratios).map((value) => Math.abs(value - 1)));
    return {
      batch: batchSize,
      environments,
      'provider ms': providerMs,
      'table ms': tableMs,
      'messages a second': rate === 0 ? `${messages} at once` : rate,
      ...Object.fromEntries(
        Object.entries(ratios).map(([name, value]) => [`${name}: predicted ÷ measured`, round(value)]),
      ),
    };
  });
  const cpu = (name: keyof Fit) =>
    round(
      quantile(
        fits.map((one) => one.cpu[name]),
        0.5,
      ),
    );
  return {
    title: 'P12 · the planner’s prediction ÷ what was measured',
    layer: 'real handlers against a wire stub',
    goal: 'within 15 % on configurations it was not fitted to',
    rows,
    notes: [
      `Largest error ${round(Math.max(...errors) * 100)} %, median ${round(quantile(errors, 0.5) * 100)} %. Latency is from due to the start of the provider call.`,
      `${rounds} rounds; each fits two numbers at batches of 1 and 10 (provider ${FITTED.providerMs} ms, table ${FITTED.tableMs} ms), then runs and predicts the rest; medians of the ratios.`,
      `CPU of the agent: ${cpu('perInvocationMs')} ms for an invocation and ${cpu('perMessageMs')} ms for each message (cli/capacity/timings.ts).`,
    ],
  };
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const round = (value: number): number => Math.round(value * 100) / 100;
