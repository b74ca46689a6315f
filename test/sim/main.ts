import { parseArgs } from 'node:util';
import { sumOf, violationLines } from './report.ts';
import { runInWorkers } from './run-in-workers.ts';
import { textOfWorld, worldOfText, worldsOf } from './run-parts.ts';
import type { WorldResult } from './run-world.ts';

/** `npm run sim -- [--messages N] [--seed N] [--replay WORLD]`: runs worlds and prints what broke, or that nothing did. */
const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: { messages: { type: 'string' }, seed: { type: 'string' }, replay: { type: 'string' } },
  });
  const seed = numberOf(values.seed, Math.floor(Math.random() * 1e9));
  const worlds =
    values.replay === undefined
      ? worldsOf({ seed, messages: numberOf(values.messages, 100_000) })
      : [worldOfText(values.replay)];
  console.log(
    values.replay === undefined ? `seed ${seed}, ${worlds.length} worlds` : `world ${values.replay}`,
  );
  const results: WorldResult[] = [];
  const started = performance.now();
  await runInWorkers(worlds, (result) => {
    results.push(result);
    console.log(
      `${result.violations.length === 0 ? '✓' : '✗'} ${textOfWorld(result.seed).padEnd(26)} ${result.hash}`,
    );
    for (const line of violationLines(result)) console.log(line);
  });
  print(results, (performance.now() - started) / 1000);
  return results.length === worlds.length && results.every(({ violations }) => violations.length === 0)
    ? 0
    : 1;
};

const print = (results: readonly WorldResult[], seconds: number): void => {
  const messages = results.reduce((sum, { seed }) => sum + seed.messages, 0);
  const events = results.reduce((sum, result) => sum + result.events, 0);
  const days = results.reduce((sum, { virtualMs }) => sum + virtualMs, 0) / 86_400_000;
  const cpu = process.cpuUsage();
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;
  console.log(`\nfaults: ${list(sumOf(results.map(({ faults }) => faults)))}`);
  console.log(`commands: ${list(sumOf(results.map(({ places }) => places)))}`);
  console.log(
    `${messages} messages, ${events} events, ${days.toFixed(1)} simulated days in ${seconds.toFixed(1)} s ` +
      `(${(messages / cpuSeconds).toFixed(0)} messages per CPU second); ` +
      `${results.filter(({ violations }) => violations.length > 0).length} worlds broke an invariant`,
  );
};

const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${name} ${count}`).join(', ');

const numberOf = (text: string | undefined, fallback: number): number => {
  const value = text === undefined ? fallback : Number(text);
  if (!Number.isInteger(value) || value < 0) throw new Error(`sim: "${text}" is no whole number`);
  return value;
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
