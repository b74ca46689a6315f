import { writeSync } from 'node:fs';
import { cpuCosts } from './cpu-contenders.ts';

/** One process of the CPU benchmark: takes rounds and batches as arguments, and writes the costs as JSON. */
const [, , rounds, batches] = process.argv;
writeSync(1, JSON.stringify(await cpuCosts(Number(rounds), Number(batches))));
