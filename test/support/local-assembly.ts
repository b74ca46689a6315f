import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { deploy, type LocalDeployment, synthesize } from '../../local/deploy.ts';
import { localAwsEnvironment } from '../../local/start/aws-settings.ts';
import { runLogged } from '../../local/start/run-logged.ts';

/** A checkout's stacks as they are synthesized at one moment, and their way onto the shared local stage. */
export type LocalAssembly = {
  /** Templates by stack name, functions bundled. */
  readonly templates: ReadonlyMap<string, string>;
  /** Deploys exactly these stacks. */
  deploy(...stacks: string[]): Promise<void>;
  /** Takes a stack away again. */
  destroy(stack: string): Promise<void>;
};

/** Synthesizes the local stage of a checkout, for the engine and sandbox of this run. */
export const synthesizeCheckout = async (root: string, name: string): Promise<LocalAssembly> => {
  const directory = join(root, '.switchboard', name);
  mkdirSync(directory);
  const deployment: LocalDeployment = {
    root,
    directory,
    endpoint: inject('endpoint'),
    sandboxEndpoint: inject('sandbox'),
  };
  await synthesize(deployment);
  const assembly = join(directory, 'cdk.out');
  const templates = readdirSync(assembly)
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => [file.replace('.template.json', ''), readFileSync(join(assembly, file), 'utf8')] as const);
  return {
    templates: new Map(templates),
    deploy: (...stacks) => deploy(deployment, () => undefined, stacks),
    destroy: (stack) => destroy(deployment, assembly, stack),
  };
};

const destroy = async (
  { root, endpoint, directory }: LocalDeployment,
  assembly: string,
  stack: string,
): Promise<void> => {
  const logFile = join(directory, 'destroy.log');
  const code = await runLogged({
    command: process.execPath,
    args: [
      ...['--require', join(root, 'local/start/short-polls.cjs'), join(root, 'node_modules/aws-cdk/bin/cdk')],
      ...['destroy', '--app', assembly, '--exclusively', '--force', '--no-notices', stack],
    ],
    cwd: root,
    env: { ...localAwsEnvironment(endpoint), CDK_DISABLE_CLI_TELEMETRY: 'true' },
    logFile,
  });
  if (code !== 0) throw new Error(`destroying ${stack} failed: ${readFileSync(logFile, 'utf8')}`);
};

/** Names of the stacks whose templates differ, or that only one of two assemblies has. */
export const stacksThatDiffer = (before: LocalAssembly, after: LocalAssembly): readonly string[] =>
  [...new Set([...before.templates.keys(), ...after.templates.keys()])]
    .filter((stack) => before.templates.get(stack) !== after.templates.get(stack))
    .toSorted();
