#!/usr/bin/env node
// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The `switchboard` command for any Node from 20 on: runs cli/main.ts under the Node that the checkout installed. */
const root = fileURLToPath(new URL('..', import.meta.url));
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const node = join(root, 'node_modules', 'node', 'bin', 'node');

if (!existsSync(node)) {
  console.error(`switchboard: this checkout is not installed; run npm start first, in ${root}`);
  process.exitCode = 1;
} else {
  const args = [join(root, 'cli', 'main.ts'), ...process.argv.slice(2)];
  // Half of a short command's time would go into compiling the same modules again.
  const env = { NODE_COMPILE_CACHE: join(root, '.switchboard', 'compile-cache'), ...process.env };
  const child = spawn(node, args, { stdio: 'inherit', env });
  // A Ctrl-C in a terminal reaches the child too; this process only must not end before it.
  for (const signal of signals) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  child.once('error', ({ message }) => {
    console.error(`switchboard: ${node} could not be started (${message}); run npm ci, in ${root}`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 1 : constants.signals[signal]);
    for (const name of signals) process.removeAllListeners(name);
  });
}
