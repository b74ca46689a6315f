import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { MAIN_FIELDS, REQUIRE_BANNER, standIns } from '../../infra/bundle/options.ts';
import { shrink } from '../../infra/bundle/shrink.mjs';
import { aLaneMessage } from '../support/a-lane-message.ts';

const SOURCE = `
  import { laneMessageSchema } from './shared/lanes/lane-message.ts';
  import { quickCheckOf } from './shared/messages/quick-check.ts';
  export const quick = quickCheckOf(laneMessageSchema);`;

describe('quickCheckOf', () => {
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-shrink-'));

  afterAll(() => rmSync(directory, { recursive: true }));

  it('makes its check in a bundle too, from what is left of zod there', async () => {
    const { outputFiles } = await build({
      stdin: { contents: SOURCE, resolveDir: process.cwd(), loader: 'ts' },
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'esm',
      mainFields: [...MAIN_FIELDS],
      banner: { js: REQUIRE_BANNER },
      alias: standIns,
      write: false,
      logLevel: 'error',
    });
    const file = join(directory, 'quick.mjs');
    writeFileSync(file, await shrink(outputFiles[0]?.text ?? ''));

    const { quick } = await import(pathToFileURL(file).href);

    expect(quick(JSON.parse(JSON.stringify(aLaneMessage())))).toBe(true);
    expect(quick({ ...aLaneMessage(), tier: 'URGENT' })).toBe(false);
  });
});
