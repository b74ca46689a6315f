import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../../local/provider-sandbox/sandbox.ts';
import { createSandboxClient } from '../../../local/provider-sandbox/sandbox-client.ts';
import { removeStageFile, writeStageFile } from '../../../local/stage-file.ts';
import { runCli } from '../../support/run-cli.ts';

let root: string;
let sandbox: Sandbox;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'switchboard-cli-'));
  sandbox = await startSandbox({ port: 0, awsEndpoint: undefined, region: 'us-east-1' });
  const endpoint = sandbox.endpoint;
  const startedAt = new Date().toISOString();
  const { pid } = process;
  writeStageFile(root, {
    stage: 'local',
    engine: 'host',
    endpoint,
    region: 'us-east-1',
    sandbox: endpoint,
    pid,
    startedAt,
  });
});

afterEach(async () => {
  removeStageFile(root, process.pid);
  await sandbox.stop();
  rmSync(root, { recursive: true });
});

/** Runs the program against the sandbox. */
const run = (...args: string[]) => runCli(root, args);

describe('switchboard sandbox', () => {
  it('adds a rule from its options, lists it and clears it', async () => {
    const client = createSandboxClient(sandbox.endpoint);

    const added = await run(
      'sandbox',
      'fault',
      'add',
      'throttle',
      '--channel',
      'sms',
      '--every',
      '3',
      '--retry-after',
      '2',
    );

    expect(added.status).toBe(0);
    expect(await client.faults()).toEqual([
      {
        match: { channel: 'sms' },
        times: 1,
        rate: { every: 3 },
        action: { kind: 'throttle', retryAfterSeconds: 2 },
      },
    ]);
    expect((await run('sandbox', 'fault', 'list')).stdout).toMatch(
      /throttle, retryAfterSeconds 2 +channel sms +every 3 +1/,
    );
    await run('sandbox', 'fault', 'clear');
    expect(await client.faults()).toEqual([]);
  });

  it('adds a rule that acts until it is cleared', async () => {
    await run(
      'sandbox',
      'fault',
      'add',
      'receipt',
      '--receipt',
      'VOICE_BUSY',
      '--copies',
      '2',
      '--before-response',
      '--always',
    );

    expect(await createSandboxClient(sandbox.endpoint).faults()).toEqual([
      { match: {}, action: { kind: 'receipt', receipt: 'VOICE_BUSY', copies: 2, beforeResponse: true } },
    ]);
  });

  it.each([
    [['explode'], 'action'],
    [['error', '--status', '200'], 'action.status'],
    [['receipt'], 'action.receipt'],
    [['delay', '--ms', '1', '--times', '0'], 'times'],
    [['throttle', '--ms', '1'], 'action'],
  ])('refuses the rule %j by naming what is wrong', async (args, field) => {
    const { status, stderr } = await run('sandbox', 'fault', 'add', ...args);

    expect(status).toBe(2);
    expect(stderr).toContain(`${field}`);
    expect(await createSandboxClient(sandbox.endpoint).faults()).toEqual([]);
  });

  it('says why an answer could not be sent', async () => {
    const { status, stderr } = await run(
      'sandbox',
      'reply',
      '--channel',
      'fax',
      '--from',
      'a',
      '--to',
      'b',
      'Hello',
    );

    expect(status).toBe(2);
    expect(stderr).toContain('channel: nobody can answer by it');
  });
});
