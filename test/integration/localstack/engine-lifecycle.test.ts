import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { startHostEngine } from '../../../local/engine/host-engine.ts';
import { engineHome } from '../../../local/engine/install.mjs';
import type { Engine } from '../../../local/engine/running-engine.ts';
import { deployTestFunction, localClient, type TestFunction } from '../../support/deploy-test-function.ts';
import { freePort, listeningAddresses, processesOf } from './engine-processes.ts';

const repoRoot = fileURLToPath(new URL('../../..', import.meta.url));
const home = engineHome(repoRoot);
const probeSource = fileURLToPath(new URL('./functions/probe.mjs', import.meta.url));

describe.runIf(process.platform === 'linux')('a host engine', () => {
  let stateDir = '';
  let engine: Engine | undefined;
  beforeEach(() => {
    stateDir = mkdtempSync(path.join(tmpdir(), 'switchboard-engine-'));
  });
  afterEach(async () => {
    await engine?.stop();
    engine = undefined;
    rmSync(stateDir, { recursive: true, force: true, maxRetries: 5 });
  });

  it('runs beside another one, and leaves no process when it is stopped', async () => {
    engine = await startHostEngine({ home, stateDir, port: await freePort() });
    await withDynamoDbAndBusyFunction(engine.endpoint, stateDir);
    const other = await fetch(`${inject('endpoint')}/_localstack/health`);

    await engine.stop();

    expect(other.status).toBe(200);
    expect(await engine.exited).toEqual({ code: 0 });
    expect(processesOf(stateDir)).toEqual([]);
  });

  it('leaves no process when it is killed, a function in a busy loop and DynamoDB Local included', async () => {
    engine = await startHostEngine({ home, stateDir, port: await freePort() });
    await withDynamoDbAndBusyFunction(engine.endpoint, stateDir);

    process.kill(engine.pid, 'SIGKILL');

    await vi.waitFor(() => expect(processesOf(stateDir)).toEqual([]), { timeout: 60_000, interval: 100 });
    expect(await engine.exited).toEqual({ code: null });
  });

  it('stops when the process that started it is killed', async () => {
    const port = await freePort();
    const parent = spawnParent(stateDir, port);
    try {
      await vi.waitFor(() => fetch(`http://127.0.0.1:${port}/_localstack/init/ready`), {
        timeout: 120_000,
        interval: 200,
      });
      await withDynamoDbAndBusyFunction(`http://127.0.0.1:${port}`, stateDir);
    } finally {
      parent.kill('SIGKILL');
    }

    await vi.waitFor(() => expect(processesOf(stateDir)).toEqual([]), { timeout: 60_000, interval: 100 });
  });

  it('keeps all its files below its state folder', async () => {
    engine = await startHostEngine({ home, stateDir, port: await freePort() });
    const marker = path.join(stateDir, 'marker');
    writeFileSync(marker, '');
    const s3 = new S3Client({ ...localClient(engine.endpoint), forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'kept' }));
    await s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'object', Body: 'x'.repeat(2_000_000) }));
    await withDynamoDbAndBusyFunction(engine.endpoint, stateDir);

    const newer = (folders: readonly string[]) => filesNewerThan(marker, folders);
    expect(newer([stateDir])).toContainEqual(expect.stringContaining('/s3/kept'));
    expect(newer(['/var/lib/localstack', '/tmp/localstack', '/tmp/localstack-s3-storage'])).toEqual([]);
  });

  it('answers on the loopback interface only', () => {
    const port = Number(new URL(inject('endpoint')).port);

    expect(listeningAddresses(port)).toEqual(['127.0.0.1']);
  });

  it('ends when it cannot have its port', async () => {
    const port = await freePort();
    const occupant = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');

    const started = startHostEngine({ home, stateDir, port });

    await expect(started).rejects.toMatchObject({
      reason: 'DIED',
      message: expect.stringContaining('The gateway cannot listen'),
    });
    expect(processesOf(stateDir)).toEqual([]);
    await new Promise((resolve) => occupant.close(resolve));
  });

  it('says that its port is taken', async () => {
    const port = await freePort();
    const occupant = createServer().listen(port, '127.0.0.1');
    const { startEngine } = await import('../../../local/engine/engine.ts');

    const started = startEngine({ home, stateDir, port });

    await expect(started).rejects.toMatchObject({ reason: 'PORT_TAKEN' });
    await new Promise((resolve) => occupant.close(resolve));
  });

  it('says that it is not installed', async () => {
    const started = startHostEngine({ home: path.join(stateDir, 'empty'), stateDir, port: await freePort() });

    await expect(started).rejects.toMatchObject({ name: 'EngineError', reason: 'NOT_INSTALLED' });
  });
});

/** Resolves when a function, one of its own child processes and DynamoDB Local run. */
const withDynamoDbAndBusyFunction = async (endpoint: string, stateDir: string): Promise<TestFunction> => {
  await new DynamoDBClient(localClient(endpoint)).send(
    new CreateTableCommand({
      TableName: 'any',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    }),
  );
  const probe = await deployTestFunction(endpoint, probeSource, { timeoutSeconds: 600 });
  await probe.invoke({ action: 'count' });
  // Never answered: the engine goes first.
  probe.invoke({ action: 'spinWithChild' }).catch(() => undefined);
  // LocalStack, its reaper, the JVM, the function and its child.
  await vi.waitFor(() => expect(processesOf(stateDir).length).toBeGreaterThanOrEqual(5), {
    timeout: 60_000,
    interval: 100,
  });
  return probe;
};

/** A process that starts an engine and then does nothing. */
const spawnParent = (stateDir: string, port: number) => {
  const module = fileURLToPath(new URL('../../../local/engine/host-engine.ts', import.meta.url));
  const program = `import { startHostEngine } from ${JSON.stringify(module)};
    await startHostEngine(${JSON.stringify({ home, stateDir, port })});`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: repoRoot,
    stdio: 'ignore',
  });
};

/** Files and folders below these, as far as they exist, that changed after the marker. */
const filesNewerThan = (marker: string, folders: readonly string[]): string[] => {
  const since = statSync(marker).mtimeMs;
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
    )
    .filter((file) => existsSync(file) && statSync(file).mtimeMs > since);
};
