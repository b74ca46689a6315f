import type { ChildProcess } from 'node:child_process';

/** How a child process ends; no code when a signal ended it or it could not be started. */
export const exitOf = (child: ChildProcess): Promise<{ code: number | null }> =>
  new Promise((resolve) => {
    child.once('exit', (code) => resolve({ code }));
    child.once('error', () => resolve({ code: null }));
  });
