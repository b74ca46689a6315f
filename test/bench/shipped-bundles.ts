import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { SwitchboardFunction } from '../../infra/constructs/switchboard-function.ts';
import { deploymentOf } from '../../infra/deployment.ts';
import { addSwitchboard } from '../../infra/switchboard.ts';
import { at } from '../support/synthesized.ts';

/** A function's code as it is uploaded. */
export type ShippedBundle = {
  /** The function's folder under `functions/`. */
  readonly folder: string;
  /** The folder with `index.mjs` and what lies beside it. */
  readonly directory: string;
  /** KiB of `index.mjs`. */
  readonly kibibytes: number;
};

/** Bundles every function as `cdk deploy` does: the stacks themselves are synthesized, so nothing can differ. */
export const shipBundles = (): readonly ShippedBundle[] => {
  const outdir = mkdtempSync(join(tmpdir(), 'switchboard-bundles-'));
  const { context } = JSON.parse(readFileSync('cdk.json', 'utf8'));
  const app = new App({
    analyticsReporting: false,
    outdir,
    context: { ...context, 'aws:cdk:enable-asset-metadata': true },
  });
  const prod = deploymentOf('prod');
  const stage = { ...prod.stage, inboundMailDomain: 'reply.example.com' };
  addSwitchboard(app, { ...prod, stage }, { account: '111111111111', region: 'us-east-1' });
  const functions = app.node.findAll().filter((construct) => construct instanceof SwitchboardFunction);
  const directoryOf = new Map(
    functions.map(({ folder, node }) => [
      folder,
      join(
        outdir,
        String(at(node.findChild('Function').node.defaultChild, 'cfnOptions', 'metadata', 'aws:asset:path')),
      ),
    ]),
  );
  return [...directoryOf].map(([folder, directory]) => ({
    folder,
    directory,
    kibibytes: statSync(join(directory, 'index.mjs')).size / 1024,
  }));
};

/** Deletes bundles from the disk. */
export const removeBundles = (bundles: readonly ShippedBundle[]): void => {
  for (const { directory } of bundles) rmSync(dirname(directory), { recursive: true, force: true });
};
