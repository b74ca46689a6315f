import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Benchmark } from './benchmark.ts';
import { pairedRounds } from './paired-rounds.ts';
import { removeBundles, shipBundles } from './shipped-bundles.ts';
import { functionEnvironment } from './wire/functions.ts';

const PROBE = fileURLToPath(new URL('load-probe.mjs', import.meta.url));
const EMPTY = fileURLToPath(new URL('baseline/empty-handler.mjs', import.meta.url));
const NODE_ONLY = fileURLToPath(new URL('baseline/node-modules-only.mjs', import.meta.url));

/** A row of its own: no code of ours or of the SDK. */
const FLOOR = 'only Node’s own https and crypto';

const report = z.object({ cpuMs: z.number(), wallMs: z.number() });

/** P2: size of every shipped bundle, and what a process takes from its start until the bundle is loaded ÷ an empty handler. */
export const bundles: Benchmark = async ({ quick }) => {
  const shipped = shipBundles();
  try {
    const files: Record<string, string> = {
      empty: EMPTY,
      'empty again': EMPTY,
      [FLOOR]: NODE_ONLY,
    };
    for (const { folder, directory } of shipped) files[folder] = join(directory, 'index.mjs');
    const measure = (unit: 'cpuMs' | 'wallMs') =>
      pairedRounds(
        Object.fromEntries(
          Object.entries(files).map(([name, file]) => [name, () => loadOnce(file)[unit]] as const),
        ),
        'empty',
        quick ? 3 : 21,
      );
    const cpu = (await measure('cpuMs')).ratios;
    const wall = (await measure('wallMs')).ratios;
    return {
      title: 'P2 · Shipped bundles: size, and start → loaded ÷ an empty handler',
      layer: 'started processes',
      goal: '≤ 450 KiB (gate) and ≤ 3 ×, then ≤ 80 KiB and ≤ 1.5 ×',
      rows: [...shipped, { folder: FLOOR, kibibytes: 0 }].map(({ folder, kibibytes }) => ({
        function: folder,
        KiB: Math.round(kibibytes),
        'CPU ratio (median)': round(cpu[folder]?.median),
        '10 %': round(cpu[folder]?.p10),
        '90 %': round(cpu[folder]?.p90),
        'wall ratio': round(wall[folder]?.median),
      })),
      notes: ['The start of Node itself is in both sides of each ratio.'],
      sameToSame: cpu['empty again']?.median ?? Number.NaN,
    };
  } finally {
    removeBundles(shipped);
  }
};

/** Starts a process that loads one module, and gives the milliseconds of CPU and of wall time it took until then. */
const loadOnce = (file: string): z.infer<typeof report> => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [PROBE, file], {
    env: functionEnvironment('http://127.0.0.1:9', 'config'),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${file}: ${stderr}`);
  return report.parse(JSON.parse(stdout));
};

const round = (value = Number.NaN): number => Math.round(value * 100) / 100;
