import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { localAwsEnvironment } from './start/aws-settings.ts';
import { runLogged } from './start/run-logged.ts';

export type LocalDeployment = {
  /** The checkout. */
  readonly root: string;
  /** LocalStack's endpoint. */
  readonly endpoint: string;
  readonly sandboxEndpoint: string;
  /** A folder that exists; the assembly (`cdk.out`) and the logs go there. */
  readonly directory: string;
  readonly signal?: AbortSignal | undefined;
};

const projectSchema = z.object({ context: z.record(z.string(), z.unknown()).default({}) });

/** Synthesizes the app, functions bundled; it needs no LocalStack and so can run while that starts. Throws with the log's place. */
export const synthesize = async (deployment: LocalDeployment): Promise<void> => {
  const { root, directory, signal } = deployment;
  const logFile = join(directory, 'synth.log');
  const context = projectSchema.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))).context;
  const last: string[] = [];
  const code = await runLogged({
    command: process.execPath,
    args: ['infra/app.ts'],
    cwd: root,
    env: {
      ...environmentOf(deployment),
      CDK_OUTDIR: assemblyOf(directory),
      CDK_CONTEXT_JSON: JSON.stringify(context),
    },
    logFile,
    onLine: (line) => last.push(line),
    signal,
  });
  if (code === 0) return;
  throw new Error(`synthesizing the app failed: ${errorIn(last)}; the log is ${relative(root, logFile)}`);
};

/**
 * Deploys stacks of the synthesized app with the CDK CLI, once the asset storage is there: all of them, or exactly those that
 * are named. Throws with the resource that failed and the log's place.
 */
export const deploy = async (
  deployment: LocalDeployment,
  onProgress: (line: string) => void,
  stacks: readonly string[] = [],
): Promise<void> => {
  const { root, directory, signal } = deployment;
  const logFile = join(directory, 'deploy.log');
  const lines: string[] = [];
  const code = await runLogged({
    command: process.execPath,
    args: [
      '--require',
      join(root, 'local/start/short-polls.cjs'),
      join(root, 'node_modules/aws-cdk/bin/cdk'),
      ...deployArguments(directory, stacks),
    ],
    cwd: root,
    env: { ...environmentOf(deployment), CDK_DISABLE_CLI_TELEMETRY: 'true' },
    logFile,
    onLine: (line) => {
      lines.push(line);
      const progress = progressOf(line);
      if (progress !== undefined) onProgress(progress);
    },
    signal,
  });
  if (code === 0) return;
  throw new Error(
    `deploying failed: ${failureIn(lines)}; look for the first CREATE_FAILED in ${relative(root, logFile)}`,
  );
};

/** What a line of the CDK CLI says of a stack: started, or done; `undefined` for any other line. */
export const progressOf = (line: string): string | undefined => {
  const [, done] = /✅\s+(\S+)/.exec(line) ?? [];
  if (done !== undefined) return `${done} deployed`;
  const [, started, which] = /^(\S+): deploying\.\.\. \[(\d+\/\d+)\]/.exec(line) ?? [];
  return started === undefined ? undefined : `${started} deploying (${which})`;
};

/** The first resource that could not be made and why, from the CDK CLI's output. */
export const failureIn = (lines: readonly string[]): string => {
  const rows = lines
    .filter((line) => /_FAILED\s*\|/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const row = rows.find((cells) => !cells.includes('AWS::CloudFormation::Stack'));
  return row === undefined ? errorIn(lines) : `${row[0]}, ${row.slice(-2).join(', ')}`;
};

const deployArguments = (directory: string, stacks: readonly string[]): readonly string[] => [
  'deploy',
  ...(stacks.length === 0 ? ['--all'] : ['--exclusively', ...stacks]),
  ...['--app', assemblyOf(directory)],
  ...['--concurrency', '6'],
  ...['--require-approval', 'never'],
  ...['--progress', 'events'],
  '--ci',
  '--no-notices',
  '--no-version-reporting',
];

const environmentOf = ({ endpoint, sandboxEndpoint }: LocalDeployment): NodeJS.ProcessEnv => ({
  ...localAwsEnvironment(endpoint),
  SWITCHBOARD_STAGE: 'local',
  SWITCHBOARD_SANDBOX_ENDPOINT: sandboxEndpoint,
});

const assemblyOf = (directory: string): string => join(directory, 'cdk.out');

const errorIn = (lines: readonly string[]): string =>
  lines.find((line) => /error|cannot|❌/i.test(line))?.trim() ?? lines.at(-1)?.trim() ?? 'it said nothing';
