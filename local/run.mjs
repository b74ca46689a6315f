#!/usr/bin/env node
// @ts-check
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checklistLines, missingLines } from './setup/checklist.mjs';
import { signalDescendants } from './setup/descendants.mjs';
import { installMissing } from './setup/install.mjs';
import { needsOf } from './setup/needs.mjs';
import { runChild, stopSignals } from './setup/run-child.mjs';
import { taskOf } from './setup/tasks.mjs';

/** The entry of `npm start`, `npm test` and the `npm run` scripts: installs what is missing, then runs what was asked for. */
const main = async () => {
  const started = performance.now();
  const root = fileURLToPath(new URL('..', import.meta.url));
  process.chdir(root);
  const task = taskOf(process.argv.slice(2));
  await setUp(root, task.engine);
  const bin = join(root, 'node_modules', 'node', 'bin');
  const path = [bin, join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter);
  const setupSeconds = ((performance.now() - started) / 1000).toFixed(1);
  const env = { ...process.env, PATH: path, SWITCHBOARD_SETUP_SECONDS: setupSeconds };
  return runChild(join(bin, 'node'), task.args, env);
};

/**
 * @param {string} root
 * @param {boolean} engine whether LocalStack will run
 */
const setUp = async (root, engine) => {
  const { prerequisites, fetched } = needsOf(root, engine);
  const missing = fetched.filter(({ ready }) => !ready);
  console.log(`Switchboard needs${missing.length === 0 ? '' : ', and will fetch what is marked ↓'}:`);
  for (const line of checklistLines(prerequisites, fetched)) console.log(line);
  const sentences = missingLines(prerequisites);
  if (sentences.length > 0) throw new Error(sentences.join('\n'));
  const stop = () => {
    signalDescendants('SIGTERM');
    process.exit(130);
  };
  for (const signal of stopSignals) process.once(signal, stop);
  await installMissing(missing);
  for (const signal of stopSignals) process.off(signal, stop);
};

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
