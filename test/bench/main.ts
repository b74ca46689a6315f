import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { balancing } from './balancing.ts';
import type { Benchmark, Result } from './benchmark.ts';
import { bundles } from './bundles.ts';
import { callsPerMessage } from './calls-per-message.ts';
import { campaignOnLocalStack } from './campaign-on-localstack.ts';
import { campaigns } from './campaigns.ts';
import { capacity } from './capacity.ts';
import { cpuPerRecord } from './cpu-per-record.ts';
import { customers } from './customers.ts';
import { encryption } from './encryption.ts';
import { fairness } from './fairness.ts';
import { linear } from './linear.ts';
import { planner } from './planner.ts';
import { profile } from './profile.ts';
import { sagas } from './sagas.ts';
import { throughput } from './throughput.ts';
import { timers } from './timers.ts';
import { validation } from './validation.ts';

const benchmarks: Readonly<Record<string, Benchmark>> = {
  balancing,
  bundles,
  calls: callsPerMessage,
  cpu: cpuPerRecord,
  campaigns,
  'campaign-on-localstack': campaignOnLocalStack,
  capacity,
  customers,
  encryption,
  linear,
  planner,
  fairness,
  sagas,
  throughput,
  timers,
  validation,
  profile,
};

/** Starting an engine takes minutes: only who asks for it by name gets it. */
const isWithoutEngine = (name: string): boolean => name !== 'campaign-on-localstack';

/** The range in which a baseline's ratio to itself must stay. */
const QUIET = { from: 0.97, to: 1.03 };

/** `npm run bench -- [name…] [--json FILE] [--quick]`: runs benchmarks and prints their tables. */
const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
  });
  const names = positionals.length > 0 ? positionals : Object.keys(benchmarks).filter(isWithoutEngine);
  const unknown = names.filter((name) => !Object.hasOwn(benchmarks, name));
  if (unknown.length > 0) {
    throw new Error(`no benchmark ${unknown.join(', ')}: there are ${Object.keys(benchmarks).join(', ')}`);
  }
  const conditions = {
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform} ${process.arch}`,
    quick: values.quick,
  };
  const results: Record<string, Result & { command: string }> = {};
  for (const name of names) {
    const result = await benchmarks[name]?.({ quick: values.quick });
    if (result === undefined) continue;
    const command = `npm run bench -- ${name}${values.quick ? ' --quick' : ''}`;
    results[name] = { ...result, command };
    print(result, command, conditions);
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify({ ...conditions, results }, null, 2)}\n`);
  }
};

const print = (
  { title, layer, goal, rows, notes, sameToSame }: Result,
  command: string,
  { date, node, machine, quick }: { date: string; node: string; machine: string; quick: boolean },
): void => {
  console.log(`\n${title}\n${layer}; goal: ${goal}\n`);
  for (const line of tableLines(rows)) console.log(line);
  console.log('');
  for (const note of notes) console.log(note);
  if (sameToSame !== undefined) console.log(quietness(sameToSame));
  if (quick) console.log('Few rounds (--quick): not to be quoted.');
  console.log(`${command} · Node ${node} · ${machine} · ${date}`);
};

const quietness = (ratio: number): string => {
  const isQuiet = ratio >= QUIET.from && ratio <= QUIET.to;
  const verdict = isQuiet ? 'quiet' : `noisy: outside ${QUIET.from} to ${QUIET.to}, run it again`;
  return `The baseline beside itself: ${ratio.toFixed(3)} (${verdict}).`;
};

/** A Markdown table, its columns aligned. */
const tableLines = (rows: readonly Result['rows'][number][]): readonly string[] => {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, names.map(() => '---'), ...rows.map((row) => names.map((name) => String(row[name])))];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells.map(
    (line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
};

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
