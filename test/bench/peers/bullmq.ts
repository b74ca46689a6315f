import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Job as MailJob, Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { SesEmailChannel } from '../../../shared/channels/adapters/ses-email-channel.ts';
import { sesClient } from '../../../shared/runtime/aws-clients.ts';
import { cpuOf } from '../throughput/cpu-of.ts';
import { BATCH, type Job } from '../throughput/job.ts';
import type { Contender } from '../throughput/run-worker.ts';
import { mail } from '../throughput/ses-call.ts';

/** Attempts and kept jobs as BullMQ's guide for production sets them. */
const jobOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 1000 },
  removeOnComplete: { count: 1000 },
  removeOnFail: { count: 5000 },
} as const;

type Mail = { readonly commandId: string; readonly content: typeof mail };

/** BullMQ's worker: it fetches each job, sends its mail, which is rendered already, and completes it. */
export const bullmq: Contender = async (job, stub) => {
  process.env['AWS_ENDPOINT_URL'] = stub.url;
  const valkey = await startValkey(job);
  const connection = { host: '127.0.0.1', port: valkey.port, maxRetriesPerRequest: null };
  const observer = new Redis(connection);
  const queue = new Queue<Mail>('mail', { connection, defaultJobOptions: jobOptions });
  const worker = openWorker(connection);
  const work = async (messages: number) => {
    await fill(queue, messages);
    const completed = allCompleted(worker, messages);
    const before = await serverCpu(observer);
    const cost = await cpuOf(async () => {
      worker.resume();
      await completed;
    });
    const server = (await serverCpu(observer)) - before;
    await worker.pause();
    return { send: cost / messages, valkey: server / messages };
  };
  try {
    await worker.pause();
    worker.run().catch((error: unknown) => console.error(error));
    await work(job.warmUp);
    await stub.take();
    const costs = await work(job.messages);
    const sent = (await stub.take()).requests.length;
    if (sent !== job.messages) throw new Error(`${sent} of ${job.messages} were sent`);
    return costs;
  } finally {
    await worker.close();
    await queue.close();
    observer.disconnect();
    await valkey.stop();
  }
};

const openWorker = (connection: { host: string; port: number; maxRetriesPerRequest: null }) => {
  const channel = new SesEmailChannel({ client: sesClient(), configurationSet: 'receipts', timeoutMs: 3000 });
  const send = async ({ data: { commandId, content }, attemptsMade }: MailJob<Mail>) => {
    const outcome = await channel.send(content, { commandId, attempt: attemptsMade + 1 });
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    return outcome.providerMessageId;
  };
  return new Worker<Mail>('mail', send, { connection, concurrency: BATCH, autorun: false });
};

const fill = async (queue: Queue<Mail>, messages: number): Promise<void> => {
  for (let added = 0; added < messages; added += 500) {
    const count = Math.min(500, messages - added);
    await queue.addBulk(
      Array.from({ length: count }, () => ({
        name: 'mail',
        data: { commandId: randomUUID(), content: mail },
      })),
    );
  }
};

const allCompleted = (worker: Worker<Mail>, messages: number): Promise<void> =>
  new Promise((resolve, reject) => {
    let left = messages;
    const count = () => {
      left -= 1;
      if (left > 0) return;
      worker.off('completed', count);
      resolve();
    };
    worker.on('completed', count);
    worker.once('failed', (_, error) => reject(error));
  });

/** Microseconds of CPU that the server took so far. */
const serverCpu = async (redis: Redis): Promise<number> => {
  const seconds = (await redis.info('cpu')).matchAll(/^used_cpu_(?:user|sys):([\d.]+)/gm);
  return [...seconds].reduce((total, [, value]) => total + Number(value) * 1e6, 0);
};

/** A server with its log synced once a second and nothing evicted, as BullMQ's guide asks for. */
const startValkey = async ({ valkeyServer }: Job) => {
  if (valkeyServer === undefined) throw new Error('there is no Valkey');
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-valkey-'));
  const port = await freePort();
  const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction'];
  const server = spawn(
    valkeyServer,
    ['--bind', '127.0.0.1', '--port', String(port), '--dir', directory, '--save', '', ...durable],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await isReady(server.stdout);
  return { port, stop: () => stop(server, directory) };
};

/** The server says when it takes connections. */
const isReady = async (lines: Readable): Promise<void> => {
  for await (const chunk of lines) {
    if (String(chunk).includes('Ready to accept connections')) break;
  }
};

const stop = async (server: ChildProcess, directory: string): Promise<void> => {
  const closed = once(server, 'close');
  server.kill();
  await closed;
  rmSync(directory, { recursive: true, force: true });
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
};
