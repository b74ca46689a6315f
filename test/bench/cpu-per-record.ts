import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { Benchmark } from './benchmark.ts';
import { installPeers } from './install-peers.ts';
import { quantile, ratiosTo } from './paired-rounds.ts';
import { bundleProcesses } from './throughput/processes.ts';

const PROCESS = fileURLToPath(new URL('peers/cpu-process.ts', import.meta.url));

const costs = z.record(z.enum(['bare', 'bare again', 'switchboard', 'powertools']), z.array(z.number()));

/**
 * P1: CPU per record of the agent's consumer with all its duties ÷ a bare handler with equal ones. Bundled and minified, as
 * functions are, and in many processes: what the JIT makes of the same code differs from process to process.
 */
export const cpuPerRecord: Benchmark = async ({ quick }) => {
  const { processes, rounds, batches } = quick
    ? { processes: 2, rounds: 3, batches: 40 }
    : { processes: 11, rounds: 7, batches: 1000 };
  installPeers();
  const runs = await inProcesses(processes, rounds, batches);
  const costsOf = (name: keyof z.infer<typeof costs>) => runs.flatMap((run) => run[name]);
  const ratiosOf = (name: keyof z.infer<typeof costs>) => ratiosTo(costsOf('bare'), costsOf(name));
  return {
    title: 'P1 · CPU per record, batch of 10, all duties, ports in memory',
    layer: 'in process',
    goal: '≤ 1.5 × the bare handler, then ≤ 1.15 ×',
    rows: (['bare', 'switchboard', 'powertools'] as const).map((name) => ({
      consumer: name,
      'ratio (median)': round(ratiosOf(name).median),
      '10 %': round(ratiosOf(name).p10),
      '90 %': round(ratiosOf(name).p90),
      'µs of CPU here': round(quantile(costsOf(name), 0.5)),
    })),
    notes: [
      'Duties: parse, validate, age, expiry, hops, authorise, identity, rate, load customers, policy, render, breaker, claim and its',
      'due row, freshness, provider call, dwell and deadline, record, metrics by tier, ids. All are written by hand in the bare one.',
      'Powertools: batch, parser, idempotency, logger, metrics; no Tracer. Its claim and record are two writes for each message; it',
      'has no expiry, identities, rates, breaker, due rows, freshness or deadlines.',
      `${processes} processes with ${rounds} paired rounds of ${batches * 10} records each.`,
    ],
    sameToSame: ratiosOf('bare again').median,
  };
};

const inProcesses = async (processes: number, rounds: number, batches: number) => {
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-cpu-'));
  try {
    const moduleOf = await bundleProcesses(directory, { cpu: PROCESS });
    return Array.from({ length: processes }, () => {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [moduleOf('cpu'), String(rounds), String(batches)],
        { encoding: 'utf8' },
      );
      if (status !== 0) throw new Error(`cpu: ${stderr}`);
      return costs.parse(JSON.parse(stdout));
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const round = (value: number): number => Math.round(value * 100) / 100;
