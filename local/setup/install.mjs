// @ts-check
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runLogged } from '../engine/run-logged.mjs';
import { arePackagesReady } from './packages.mjs';
import { step } from './steps.mjs';

/** @typedef {(onLine: (line: string) => void) => Promise<void>} Install */

/**
 * Installs side by side what is missing, each with its progress. Throws one error that says what failed, why and
 * where the logs are.
 * @param {readonly { name: string, install: Install }[]} missing
 */
export const installMissing = async (missing) => {
  const results = await Promise.allSettled(
    missing.map(({ name, install }) => step(`install ${name}`, install)),
  );
  const reasons = results.flatMap((result) =>
    result.status === 'rejected'
      ? [result.reason instanceof Error ? result.reason.message : String(result.reason)]
      : [],
  );
  if (reasons.length > 0) throw new Error(reasons.join('\n'));
};

/**
 * `npm ci` in the checkout, its output in a log.
 * @param {string} root
 * @returns {Install}
 */
export const installPackages = (root) => async (onLine) => {
  const logFile = join(root, '.switchboard', 'setup', 'npm-ci.log');
  mkdirSync(dirname(logFile), { recursive: true });
  await runLogged('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    logFile,
    onLine,
    failure: 'The npm packages could not be installed.',
    advice: 'Check that npm reaches its registry, then start again.',
  });
  if (arePackagesReady(root)) return;
  throw new Error(
    'npm ci ended well, but node_modules is not complete. If npm is set to ignore install scripts, allow that of the ' +
      `package "node", which fetches Node 24, then start again. Log: ${logFile}`,
  );
};
