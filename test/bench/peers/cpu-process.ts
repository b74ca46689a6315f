import { writeSync } from 'node:fs';
import { cpuCosts } from '../cpu-contenders.ts';
import { powertoolsInProcess } from './powertools-in-process.ts';

/** One process of the CPU benchmark: takes rounds and batches as arguments, and writes the costs as JSON. */
const [, , rounds, batches] = process.argv;
process.stdout.write = () => true; // as the others' lines do, its lines go nowhere
writeSync(
  1,
  JSON.stringify(await cpuCosts(Number(rounds), Number(batches), { powertools: powertoolsInProcess })),
);
