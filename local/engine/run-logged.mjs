// @ts-check
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * Runs a program to its end; each line it prints goes to `onLine` and to the end of the log. Rejects with one sentence,
 * the advice and where the log is.
 * @param {string} program
 * @param {string[]} args
 * @param {{ logFile: string, onLine: (line: string) => void, failure: string, advice: string }} options
 * @returns {Promise<void>}
 */
export const runLogged = async (program, args, { logFile, onLine, failure, advice }) => {
  const log = createWriteStream(logFile, { flags: 'a' });
  log.write(`$ ${program} ${args.join(' ')}\n`);
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      onLine(line);
    });
  }
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      log.write(`${error}\n`);
      resolve(-1);
    });
    child.once('close', resolve);
  });
  await new Promise((resolve) => log.end(resolve));
  if (code !== 0) throw new Error(`${failure} ${advice} Log: ${logFile}`);
};
