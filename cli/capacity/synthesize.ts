import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import type { Deployment } from '../../infra/deployment.ts';
import { addSwitchboard } from '../../infra/switchboard.ts';

const CDK_JSON = new URL('../../cdk.json', import.meta.url);

/** Templates by stack name, as `cdk deploy` would send them but for the bundles. */
export type Templates = ReadonlyMap<string, unknown>;

export type Synthesized = { readonly stacks: readonly Stack[]; readonly templates: Templates };

/**
 * The stacks of a deployment and their templates, functions not bundled; leaves nothing on the disk. Throws where the
 * deployment does not fit.
 */
export const synthesize = (deployment: Deployment): Synthesized => {
  const { context } = JSON.parse(readFileSync(CDK_JSON, 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'switchboard-synth-'));
  try {
    const app = new App({
      analyticsReporting: false,
      outdir,
      context: { ...context, 'aws:cdk:bundling-stacks': [] },
    });
    addSwitchboard(app, deployment, { account: '111111111111', region: 'us-east-1' });
    const templates = new Map(app.synth().stacks.map(({ stackName, template }) => [stackName, template]));
    return { stacks: app.node.children.filter((child) => Stack.isStack(child)), templates };
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
