import { writeSync } from 'node:fs';
import { contenders, cpuPerRecordOf } from '../cpu-contenders.ts';
import { powertoolsInProcess } from './powertools-in-process.ts';

const all = new Map(Object.entries({ ...contenders, powertools: powertoolsInProcess }));

/** One process of the CPU benchmark: takes a contender's name, rounds and batches as arguments, and writes the cost of a record. */
const [, , name = '', rounds, batches] = process.argv;
const handlerOf = all.get(name);
if (handlerOf === undefined) throw new TypeError(`${name}: is no contender`);
process.stdout.write = () => true; // as the others' lines do, its lines go nowhere
writeSync(1, String(await cpuPerRecordOf(handlerOf, Number(rounds), Number(batches))));
