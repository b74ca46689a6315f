import { pathToFileURL } from 'node:url';
import type { Benchmark } from './benchmark.ts';
import type { Costs } from './throughput/job.ts';
import { entry, runJob } from './throughput/processes.ts';
import { functionFolders } from './wire/functions.ts';

/** Whose time it is, by where the code stands; the first that fits. */
const places: readonly (readonly [who: string, where: RegExp])[] = [
  ['garbage collector', /^\(garbage collector\)/],
  ['sockets: the kernel’s calls', /^(writev|write\w+String|writeBuffer|read\w+|shutdown|close|connect)$/],
  [
    'keys and decryption',
    /^(CipherBase|final|setAAD|[gs]etAuthTag|KeyObjectHandle|init)$|node:internal\/crypto\/(keys|cipher|random)|shared\/security/,
  ],
  [
    'AWS calls: signing and hashes',
    /bundle\/aws\/signature|node:internal\/crypto|^(update|digest|oneShotDigest)$/,
  ],
  ['AWS calls: transport and protocol', /bundle\/aws\//],
  ['the AWS SDK', /@smithy\/|@aws-sdk\/|@aws\//],
  ['Node: HTTP, streams, timers', /^node:/],
  ['zod', /\/zod\//],
  ['templates (liquidjs)', /\/liquidjs\/|shared\/templates/],
  ['our code', /\/(shared|functions|config)\//],
  ['V8 and Node’s own C++', /./],
];

const MOST_FUNCTIONS = 15;

/** Where the agent’s CPU goes on the workload of P7, by whose code runs. */
export const profile: Benchmark = async ({ quick }) => {
  const costs = await runJob(entry('profile-process.ts'), {
    contender: 'profiled',
    messages: quick ? 500 : 10_000,
    warmUp: 1500,
    stubModule: entry('stub-process.ts'),
    functions: Object.fromEntries(
      functionFolders.map((folder) => [
        folder,
        pathToFileURL(entry(`../../../functions/${folder}/handler.ts`)).href,
      ]),
    ),
    taskRoot: entry('../../../config'),
  });
  const total = sum(Object.values(costs));
  const grouped = Map.groupBy(Object.entries(costs), ([name]) => whoseIs(name));
  const rows = [...grouped].map(([who, functions]) => ({
    who,
    micros: sum(functions.map(([, cost]) => cost)),
  }));
  return {
    title: 'Where the e-mail agent’s CPU goes, lane → provider call → record',
    layer: 'real handlers against a wire stub',
    goal: 'to know what would close the gap to P7’s',
    rows: rows
      .sort((a, b) => b.micros - a.micros)
      .map(({ who, micros }) => ({
        who,
        'µs a message': Math.round(micros),
        'part of all': `${Math.round((100 * micros) / total)} %`,
      })),
    notes: [
      'Self time of the main thread, sampled every 0.5 ms, from source, unbundled. What took most:',
      ...topFunctions(costs, total),
    ],
  };
};

const whoseIs = (name: string): string => places.find(([, where]) => where.test(name))?.[0] ?? 'other';

const topFunctions = (costs: Costs, total: number): readonly string[] =>
  Object.entries(costs)
    .sort(([, a], [, b]) => b - a)
    .slice(0, MOST_FUNCTIONS)
    .map(
      ([name, cost]) =>
        `  ${((100 * cost) / total).toFixed(1)} % ${name.replace(/^file:.*\/(?=node_modules|shared|functions)/, '')}`,
    );

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
