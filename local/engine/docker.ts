import { execFile } from 'node:child_process';

const ANSWER_TIMEOUT_MILLISECONDS = 4_000;

/** True when a Docker daemon answers quickly; a hanging one counts as none. */
export const isDockerAnswering = (): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { timeout: ANSWER_TIMEOUT_MILLISECONDS, killSignal: 'SIGKILL' } as const;
    execFile('docker', ['info', '--format', '{{.ServerVersion}}'], options, (error, stdout) =>
      resolve(!error && stdout.trim() !== ''),
    );
  });
