import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EngineError } from './engine-error.ts';
import { exitOf } from './exit-of.ts';
import type { Engine, EngineOptions } from './running-engine.ts';
import { tailOf } from './tail-of.ts';
import { waitUntilReady } from './wait-until-ready.ts';

const run = promisify(execFile);
const composeFile = fileURLToPath(new URL('../../localstack.yml', import.meta.url));
/** The first start pulls the image. */
const START_TIMEOUT_MILLISECONDS = 900_000;

/**
 * Starts the service of `localstack.yml` in the foreground of `docker compose`, one project per port, so that several
 * run side by side. Rejects with an `EngineError` and leaves nothing running.
 */
export const startDockerEngine = async (options: EngineOptions): Promise<Engine> => {
  options.onProgress?.('Starting LocalStack in Docker');
  const logFile = prepareLog(options.stateDir);
  const environment = composeEnvironment(options);
  const child = up(options.port, environment, logFile);
  const exited = exitOf(child);
  const engine: Engine = {
    kind: 'docker',
    endpoint: `http://127.0.0.1:${options.port}`,
    pid: child.pid ?? -1,
    logFile,
    stop: () => stop(options.port, environment, exited),
    exited,
  };
  const readiness = await waitUntilReady(engine.endpoint, exited, START_TIMEOUT_MILLISECONDS);
  if (readiness === 'READY') return engine;
  await engine.stop();
  throw new EngineError(
    readiness === 'EXITED' ? 'DIED' : 'TIMED_OUT',
    'LocalStack did not come up in Docker.',
    `Its last words: ${tailOf(logFile)} Set SWITCHBOARD_ENGINE=host to do without Docker.`,
    { logFile },
  );
};

const prepareLog = (stateDir: string): string => {
  const folder = path.join(stateDir, 'logs');
  mkdirSync(folder, { recursive: true });
  return path.join(folder, 'localstack.log');
};

const composeEnvironment = (options: EngineOptions): NodeJS.ProcessEnv => ({
  ...process.env,
  SWITCHBOARD_PORT: String(options.port),
  SWITCHBOARD_STATE_DIR: path.join(options.stateDir, 'files'),
});

const composeArguments = (port: number): string[] => [
  'compose',
  '--file',
  composeFile,
  '--project-name',
  `switchboard-${port}`,
];

const up = (port: number, env: NodeJS.ProcessEnv, logFile: string): ChildProcess => {
  const log = openSync(logFile, 'a');
  try {
    // Attached: `docker compose up` ends when the container ends, which is what `exited` reports.
    return spawn('docker', [...composeArguments(port), 'up', '--no-color', '--no-log-prefix'], {
      env,
      stdio: ['ignore', log, log],
      detached: true,
    });
  } finally {
    closeSync(log);
  }
};

const stop = async (port: number, env: NodeJS.ProcessEnv, exited: Promise<unknown>): Promise<void> => {
  // LocalStack removes its function containers when it is stopped, which `down` gives it time for.
  await run('docker', [...composeArguments(port), 'down', '--timeout', '30'], { env }).catch(() => undefined);
  await exited;
};
