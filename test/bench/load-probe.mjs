// @ts-check
import { writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Imports a function's module as Lambda's runtime does, and says what the process has taken until then. */
const [, , file] = process.argv;
if (file === undefined) throw new Error('usage: load-probe.mjs <module>');
const { handler } = await import(pathToFileURL(file).href);
const wallMs = performance.now();
const { user, system } = process.cpuUsage();
if (typeof handler !== 'function') throw new Error(`${file}: exports no handler`);
writeSync(1, JSON.stringify({ cpuMs: (user + system) / 1000, wallMs }));
process.exit(0);
