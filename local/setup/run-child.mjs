// @ts-check
import { spawn } from 'node:child_process';

/** Signals that end a run in good order. */
export const stopSignals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

const PARENT_CHECK_MS = 1000;

/**
 * Runs a program to its end and answers with its exit code. The program has a process group of its own, so that a
 * Ctrl-C reaches it once, from here, and an IPC channel, by whose end it notices that this process was killed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export const runChild = (command, args, env) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
      env,
    });
    /** @param {NodeJS.Signals} signal */
    const forward = (signal) => child.kill(signal);
    for (const signal of stopSignals) process.on(signal, forward);
    const watch = watchParent(() => child.kill('SIGTERM'));
    const done = () => {
      clearInterval(watch);
      for (const signal of stopSignals) process.off(signal, forward);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      done();
      resolve(code ?? exitCodeOf(signal));
    });
  });

/**
 * npm passes no signal on to what its shell runs, so a killed npm is noticed by the change of parent.
 * @param {() => void} onGone
 */
const watchParent = (onGone) => {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, PARENT_CHECK_MS);
  timer.unref();
  return timer;
};

/** @param {NodeJS.Signals | null} signal */
const exitCodeOf = (signal) => (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1);
