import { Shutdown } from '../start/shutdown.ts';
import { totalOf } from './outcome.ts';
import { type Part, partsFrom, roundsOf } from './parts.mjs';
import { runPart } from './run-part.ts';
import { type PartResult, partLine, summaryLines } from './summary.ts';

/** Runs the parts of `npm test` in their rounds; a part that fails does not stop the next ones. */
const main = async (): Promise<number> => {
  const shutdown = new Shutdown();
  shutdown.listen();
  const results: PartResult[] = [];
  for (const round of roundsOf(partsFrom(process.argv.slice(2)))) {
    if (shutdown.requested.aborted) break;
    console.log(`\n── ${round.join(' and ')} ──`);
    const running = round.map((part, place) => resultOf(part, shutdown.requested, place > 0));
    results.push(...(await Promise.all(running)));
  }
  if (shutdown.requested.aborted) console.log('stopped before all parts had run');
  for (const line of summaryLines(results)) console.log(line);
  if (shutdown.requested.aborted) return 130;
  return totalOf(results.map(({ outcome }) => outcome)).failed === 0 ? 0 : 1;
};

const resultOf = async (part: Part, signal: AbortSignal, isHeldBack: boolean): Promise<PartResult> => {
  const started = performance.now();
  const outcome = await runPart(part, signal, isHeldBack);
  const result = { part, outcome, seconds: (performance.now() - started) / 1000 };
  console.log(partLine(result));
  return result;
};

process.exitCode = await main();
