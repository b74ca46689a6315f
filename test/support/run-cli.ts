import { runProgram } from '../../cli/program.ts';

/** What a run of the `switchboard` command gave. */
export type CliRun = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** Runs the `switchboard` command of a checkout in this process: without a terminal, with nothing on its standard input. */
export const runCli = async (
  root: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<CliRun> => {
  const run = { status: 0, stdout: '', stderr: '' };
  await runProgram(args, {
    root,
    env,
    write: (line) => {
      run.stdout += `${line}\n`;
    },
    note: (line) => {
      run.stderr += `${line}\n`;
    },
    readStdin: async () => Buffer.alloc(0),
    end: (code) => {
      run.status = code;
    },
  });
  return run;
};
