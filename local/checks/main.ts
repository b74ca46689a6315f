import { Shutdown } from '../start/shutdown.ts';
import { totalOf } from './outcome.ts';
import { partsFrom } from './parts.mjs';
import { runPart } from './run-part.ts';
import { type PartResult, partLine, summaryLines } from './summary.ts';

/** Runs the parts of `npm test` one after the other; a part that fails does not stop the next one. */
const main = async (): Promise<number> => {
  const shutdown = new Shutdown();
  shutdown.listen();
  const results: PartResult[] = [];
  for (const part of partsFrom(process.argv.slice(2))) {
    if (shutdown.requested.aborted) break;
    console.log(`\n── ${part} ──`);
    const started = performance.now();
    const outcome = await runPart(part, shutdown.requested);
    const result = { part, outcome, seconds: (performance.now() - started) / 1000 };
    results.push(result);
    console.log(partLine(result));
  }
  if (shutdown.requested.aborted) console.log('stopped before all parts had run');
  for (const line of summaryLines(results)) console.log(line);
  if (shutdown.requested.aborted) return 130;
  return totalOf(results.map(({ outcome }) => outcome)).failed === 0 ? 0 : 1;
};

process.exitCode = await main();
