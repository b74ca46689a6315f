import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { outcomeOfLayers } from '../../../../local/checks/outcome.ts';

const root = resolve(import.meta.dirname, '../../../..');
const summarySchema = z.object({
  summary: z.object({
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
});

/** A module that uses the AWS SDK. */
const technology = "import { SQSClient } from '@aws-sdk/client-sqs';\nSQSClient;";

describe('.dependency-cruiser.cjs', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'layers-'));
    plant(
      'tsconfig.json',
      '{ "compilerOptions": { "module": "NodeNext", "allowImportingTsExtensions": true } }',
    );
    plant(
      'node_modules/@aws-sdk/client-sqs/package.json',
      '{ "name": "@aws-sdk/client-sqs", "main": "i.js" }',
    );
    plant('node_modules/@aws-sdk/client-sqs/i.js', 'exports.SQSClient = 1;');
    plant('package.json', '{ "type": "module", "dependencies": { "@aws-sdk/client-sqs": "1" } }');
    plant('shared/rule.ts', 'export const rule = 1;');
    plant('functions/a/handler.ts', "import '../../shared/rule.ts';\nexport const a = 1;");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const plant = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  const cruise = (...folders: string[]) => {
    const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
    const config = join(root, '.dependency-cruiser.cjs');
    const args = [program, '--config', config, '--output-type', 'json', ...folders];
    return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout;
  };

  const violations = (): readonly string[] =>
    summarySchema
      .parse(JSON.parse(cruise('.')))
      .summary.violations.map(({ from, rule }) => `${rule.name}: ${from}`)
      .toSorted();

  it('passes a tree that keeps the layers', () => {
    expect(outcomeOfLayers(cruise('shared', 'functions'))).toMatchObject({ passed: 1, failed: 0 });
  });

  it('catches a violation of each rule, and nothing beside', () => {
    const broken = [
      ['rules-without-technology', 'shared/sender.ts', technology],
      [
        'rules-without-technology',
        'shared/type.ts',
        "import type { SQSClient } from '@aws-sdk/client-sqs';\nexport type A = SQSClient;",
      ],
      ['functions-apart', 'functions/b/handler.ts', "import '../a/handler.ts';"],
      ['infra-without-functions', 'infra/app.ts', "import '../functions/a/handler.ts';"],
      ['shared-at-the-bottom', 'shared/up.ts', "import '../config/lanes.ts';"],
      ['nobody-needs-tests', 'cli/main.ts', "import '../test/fake.ts';"],
      ['config-on-shared-only', 'config/agents.ts', "import '../local/x.ts';"],
      ['texts-in-no-bundle', 'functions/c/handler.ts', "import '../../shared/messages/catalog/texts.ts';"],
      ['no-cycles', 'cli/one.ts', "import { two } from './two.ts';\nexport const one = two;"],
      ['resolvable', 'cli/lost.ts', "import './nowhere.ts';"],
    ] as const;
    plant('config/lanes.ts', 'export const lanes = 1;');
    plant('shared/messages/catalog/texts.ts', 'export const texts = 1;');
    plant('test/fake.ts', 'export const fake = 1;');
    plant('local/x.ts', 'export const x = 1;');
    plant('cli/two.ts', "import { one } from './one.ts';\nexport const two = one;");
    for (const [, path, text] of broken) plant(path, text);

    const found = violations();

    // A cycle is told once.
    expect(found).toEqual(broken.map(([rule, path]) => `${rule}: ${path}`).toSorted());
  });

  it('lets adapters, the runtime and observability use technology', () => {
    plant('shared/lanes/adapters/sqs.ts', technology);
    plant('shared/runtime/clients.ts', technology);
    plant('shared/observability/metrics.ts', technology);

    expect(violations()).toEqual([]);
  });

  it('counts a run that read nothing as failed', () => {
    mkdirSync(join(folder, 'empty'));

    expect(outcomeOfLayers(cruise('empty'))).toMatchObject({ failed: 1, reason: '0 modules were read' });
  });
});
