import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { hostEnvironment, hostFolders } from './engine-environment.ts';
import { EngineError } from './engine-error.ts';
import { exitOf } from './exit-of.ts';
import { isDynamoDbReady, isPythonReady, pythonOf } from './install.mjs';
import type { Engine, EngineOptions } from './running-engine.ts';
import { tailOf } from './tail-of.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const START_TIMEOUT_MILLISECONDS = 180_000;
/** The engine gives itself ten seconds for a clean stop, see `parent_watch.py`. */
const STOP_TIMEOUT_MILLISECONDS = 20_000;

/** Starts LocalStack as a process of this machine. Rejects with an `EngineError` and leaves nothing running. */
export const startHostEngine = async (options: EngineOptions): Promise<Engine> => {
  refuseMissingInstall(options.home);
  const logFile = prepareFolders(options.stateDir);
  options.onProgress?.('Starting LocalStack as a process of this machine');
  const child = launch(options, logFile);
  const exited = exitOf(child);
  const engine: Engine = {
    kind: 'host',
    endpoint: `http://127.0.0.1:${options.port}`,
    pid: child.pid ?? -1,
    logFile,
    stop: () => stop(child, exited),
    exited,
  };
  const readiness = await waitUntilReady(engine.endpoint, exited, START_TIMEOUT_MILLISECONDS);
  if (readiness === 'READY') return engine;
  await engine.stop();
  throw failure(readiness, logFile);
};

const refuseMissingInstall = (home: string): void => {
  if (isPythonReady(home) && isDynamoDbReady(home)) return;
  throw new EngineError(
    'NOT_INSTALLED',
    `LocalStack or DynamoDB Local is not installed in ${home}, or not in the version this checkout wants.`,
    'Run `npm start`, which installs them.',
  );
};

const prepareFolders = (stateDir: string): string => {
  const folders = hostFolders(stateDir);
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  return path.join(folders.logs, 'localstack.log');
};

const launch = (options: EngineOptions, logFile: string): ChildProcess => {
  const log = openSync(logFile, 'a');
  try {
    return spawn(pythonOf(options.home), ['-m', 'switchboard_localstack'], {
      cwd: options.stateDir,
      env: hostEnvironment(options, { path: process.env['PATH'] ?? '', node: process.execPath }),
      // 0: its end tells the engine that we are gone. 3: its end tells us that the engine's last process is gone.
      stdio: ['pipe', log, log, 'pipe'],
      // Ctrl-C in the terminal is ours to act upon, in our order.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
};

const stop = async (child: ChildProcess, exited: Promise<unknown>): Promise<void> => {
  child.stdin?.end();
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MILLISECONDS);
  await exited;
  clearTimeout(timer);
  await lastProcessGone(child);
};

/** The reaper holds the other end of this pipe until it has killed what was left. */
const lastProcessGone = async (child: ChildProcess): Promise<void> => {
  const pipe = child.stdio[3];
  if (!pipe || !('resume' in pipe) || pipe.destroyed) return;
  pipe.resume();
  await finished(pipe, { writable: false });
};

const failure = (readiness: 'EXITED' | 'TIMED_OUT', logFile: string): EngineError => {
  const lastLines = tailOf(logFile);
  return readiness === 'EXITED'
    ? new EngineError('DIED', 'LocalStack ended while it was starting.', `Its last words: ${lastLines}`, {
        logFile,
      })
    : new EngineError('TIMED_OUT', 'LocalStack did not answer in three minutes.', 'Look at its log.', {
        logFile,
      });
};
