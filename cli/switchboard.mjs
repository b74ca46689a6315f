#!/usr/bin/env node
// @ts-check
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The `switchboard` command for any Node from 20 on: runs cli/main.ts under the Node that the checkout installed. */
const root = fileURLToPath(new URL('..', import.meta.url));
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/** The installed Node and TypeScript loader; `undefined` before the installation. */
const findRuntime = () => {
  const node = join(root, 'node_modules', 'node', 'bin', 'node');
  try {
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    return existsSync(node) ? { node, loader } : undefined;
  } catch {
    return undefined;
  }
};

const runtime = findRuntime();
if (runtime === undefined) {
  console.error(`switchboard: this checkout is not installed; run npm start first, in ${root}`);
  process.exitCode = 1;
} else {
  const args = ['--import', runtime.loader, join(root, 'cli', 'main.ts'), ...process.argv.slice(2)];
  // The loader would read the tsconfig of the folder that the user is in.
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') };
  const child = spawn(runtime.node, args, { stdio: 'inherit', env });
  // A Ctrl-C in a terminal reaches the child too; this process only must not end before it.
  for (const signal of signals) process.on(signal, () => signal !== 'SIGINT' && child.kill(signal));
  child.once('error', ({ message }) => {
    console.error(`switchboard: ${runtime.node} could not be started (${message}); run npm ci, in ${root}`);
    process.exitCode = 1;
  });
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 1 : constants.signals[signal]);
    for (const name of signals) process.removeAllListeners(name);
  });
}
