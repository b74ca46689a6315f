import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { Deployment } from '../../infra/deployment.ts';
import { addSwitchboard } from '../../infra/switchboard.ts';

/** Templates by stack name, as `cdk deploy` would send them but for the bundles. */
export type Templates = ReadonlyMap<string, unknown>;

/** Synthesizes a deployment without bundling its functions, and leaves nothing on the disk. Throws where it does not fit. */
export const synthesizeTemplates = (deployment: Deployment): Templates => {
  const { context } = JSON.parse(readFileSync(join(deployment.projectRoot, 'cdk.json'), 'utf8'));
  const outdir = mkdtempSync(join(tmpdir(), 'switchboard-plan-'));
  try {
    const app = new App({
      analyticsReporting: false,
      outdir,
      context: { ...context, 'aws:cdk:bundling-stacks': [] },
    });
    addSwitchboard(app, deployment, { account: '111111111111', region: 'us-east-1' });
    return new Map(app.synth().stacks.map(({ stackName, template }) => [stackName, template]));
  } finally {
    rmSync(outdir, { recursive: true });
  }
};
