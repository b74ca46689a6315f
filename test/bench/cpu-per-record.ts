import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Benchmark } from './benchmark.ts';
import { installPeers } from './install-peers.ts';
import { pairedRounds, quantile } from './paired-rounds.ts';
import { bundleProcesses } from './throughput/processes.ts';

const PROCESS = fileURLToPath(new URL('peers/cpu-process.ts', import.meta.url));

/**
 * P1: CPU per record of the agent's consumer with all its duties ÷ a bare handler with equal ones. Bundled and minified, as
 * functions are, a process for each contender and round: what the JIT makes of the same code differs from process to process.
 */
export const cpuPerRecord: Benchmark = async ({ quick }) => {
  const { rounds, roundsEach, batches } = quick
    ? { rounds: 3, roundsEach: 1, batches: 40 }
    : { rounds: 61, roundsEach: 3, batches: 1000 };
  installPeers();
  const { ratios, costs } = await inProcesses(rounds, roundsEach, batches);
  return {
    title: 'P1 · CPU per record, batch of 10, all duties, ports in memory',
    layer: 'in process',
    goal: '≤ 1.5 × the bare handler, then ≤ 1.15 ×',
    rows: (['bare', 'switchboard', 'powertools'] as const).map((name) => ({
      consumer: name,
      'ratio (median)': round(ratios[name].median),
      '10 %': round(ratios[name].p10),
      '90 %': round(ratios[name].p90),
      'µs of CPU here': round(quantile(costs[name], 0.5)),
    })),
    notes: [
      'Duties: parse, validate, age, expiry, hops, authorise, identity, rate, load customers, policy, render, breaker, claim and its',
      'due row, freshness, provider call, dwell and deadline, record, metrics by tier, ids. All are written by hand in the bare one.',
      'Powertools: batch, parser, idempotency, logger, metrics; no Tracer. Its claim and record are two writes for each message; it',
      'has no expiry, identities, rates, breaker, due rows, freshness or deadlines.',
      `${rounds} rounds, in rotated order a process for each; in it the median of ${roundsEach} × ${batches * 10} records after a warm-up.`,
    ],
    sameToSame: ratios['bare again'].median,
  };
};

const inProcesses = async (rounds: number, roundsEach: number, batches: number) => {
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-cpu-'));
  try {
    const moduleOf = await bundleProcesses(directory, { cpu: PROCESS });
    const run = (name: string) => () => {
      const args = [moduleOf('cpu'), name, String(roundsEach), String(batches)];
      const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`cpu: ${stderr}`);
      return Number(stdout);
    };
    // Each alone, as a function is: beside others its code would be optimised for what they have in common.
    const runs = {
      bare: run('bare'),
      'bare again': run('bare'),
      switchboard: run('switchboard'),
      powertools: run('powertools'),
    };
    return await pairedRounds(runs, 'bare', rounds, 0);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const round = (value: number): number => Math.round(value * 100) / 100;
