import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export type LoggedRun = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Gets all that it prints, on either stream. */
  readonly logFile: string;
  readonly onLine?: ((line: string) => void) | undefined;
  /** Ends the program when it is aborted. */
  readonly signal?: AbortSignal | undefined;
};

/** Runs a program to its end, with its output in a file. Answers with its exit code, 1 when a signal ended it. */
export const runLogged = ({ command, args, cwd, env, logFile, onLine, signal }: LoggedRun): Promise<number> =>
  new Promise((resolve, reject) => {
    const log = createWriteStream(logFile);
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = () => child.kill('SIGTERM');
    signal?.addEventListener('abort', stop, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        log.write(`${line}\n`);
        onLine?.(line);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', stop);
      log.end(() => resolve(code ?? 1));
    });
    if (signal?.aborted === true) stop();
  });
