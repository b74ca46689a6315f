import { spawn } from 'node:child_process';

export type ToolRun = { readonly exitCode: number; readonly output: string };

/** Runs a tool under this Node with its output on the terminal, or kept when `quiet`. 1 when a signal ended it. */
export const runTool = (args: readonly string[], signal: AbortSignal, quiet = false): Promise<ToolRun> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'] });
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.once('error', reject);
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve({ exitCode: code ?? 1, output });
    });
  });
