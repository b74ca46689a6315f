import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Costs, costsSchema, type Job } from './job.ts';

/** Entry points of processes, by the name of the module that is made of each. */
export type Entries = Readonly<Record<string, string>>;

/** Packages that their users load only where they are installed, or that are binary. */
const OPTIONAL = ['pg', 'redis', 'bullmq-otel', 'msgpackr-extract', '@middy/core', 'supports-color'];

/** Bundles and minifies processes as functions are. */
export const bundleProcesses = async (
  directory: string,
  entries: Entries,
): Promise<(name: string) => string> => {
  await build({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
    outdir: directory,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    external: OPTIONAL,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  return (name) => join(directory, `${name}.mjs`);
};

/** The path of an entry point beside this folder. */
export const entry = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Runs one job in a process of its own and gives what it cost there. */
export const runJob = async (module: string, job: Job): Promise<Costs> => {
  const child = fork(module, [JSON.stringify(job)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...lambdaEnvironment(job) },
  });
  let costs: Costs | undefined;
  child.on('message', (message) => {
    costs = costsSchema.parse(message);
  });
  await once(child, 'close');
  if (costs === undefined) throw new Error(`${job.contender}: the process ended without a figure`);
  return costs;
};

/** What Lambda sets before a function's code is loaded. Sampled: a Tracer that is on writes what it traced. */
const lambdaEnvironment = ({ taskRoot, contender }: Job): Record<string, string> => ({
  LAMBDA_TASK_ROOT: taskRoot,
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'ASIASTUB',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_SESSION_TOKEN: 'session',
  POWERTOOLS_SERVICE_NAME: 'bench',
  POWERTOOLS_METRICS_NAMESPACE: 'Switchboard',
  POWERTOOLS_TRACE_ENABLED: String(contender.includes('Tracer')),
  _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
});
