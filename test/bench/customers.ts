import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importCustomers } from '../../cli/commands/customer-import.ts';
import { pagesOf } from '../../shared/messages/pages-of.ts';
import { FakeKms, FakeTables } from '../support/fake-tables.ts';
import { openPersonalStores } from '../support/personal-stores.ts';
import type { Benchmark } from './benchmark.ts';

const tables = { customers: 'customers', keys: 'keys', state: 'state' };

/** P8: an import of customers with real encryption, then a message to each; calls to KMS and DynamoDB counted. */
export const customers: Benchmark = async ({ quick }) => {
  const count = quick ? 1000 : 10_000;
  const directory = mkdtempSync(join(tmpdir(), 'switchboard-bench-'));
  try {
    const file = join(directory, 'customers.csv');
    writeFileSync(file, csvOf(count));
    const dynamoDb = new FakeTables();
    const kms = new FakeKms();
    const open = () =>
      openPersonalStores({ client: dynamoDb.client, kms: kms.client, kmsKeyId: 'key', tables });
    const row = async (what: string, work: () => Promise<unknown>) => {
      const cpu = process.cpuUsage();
      const started = performance.now();
      await work();
      const seconds = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      return {
        what,
        customers: count,
        'per second': Math.round(count / seconds),
        'CPU µs each': Math.round((user + system) / count),
        'DynamoDB calls': dynamoDb.calls.splice(0).length,
        'KMS calls': kms.calls.splice(0).length,
      };
    };
    const importer = open().customers;
    const importFile = () => importCustomers(importer, { file, country: 'DE' });
    const agent = open().customers;
    const ids = Array.from({ length: count }, (_, at) => `cust-${at}`);
    return {
      title: `P8 · ${count} customers imported and read, with real encryption`,
      layer: 'in process',
      goal: 'at most 2 KMS calls for 1,000 messages to 1,000 customers',
      rows: [
        await row('import of a CSV file', importFile),
        await row('the same again: nothing is written', importFile),
        await row('read by an agent, ten at a time', async () => {
          for (const batch of pagesOf(ids, 10)) await agent.get(batch);
        }),
      ],
      notes: [
        'Tables and KMS are in memory and answer at once: rows per second are those of our own code,',
        'with the SDK and the network a row takes longer. Each customer has a key of its own.',
      ],
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
};

const csvOf = (count: number): string =>
  [
    'customerId,name,email,phone,zone,locale,preferredChannel,attribute.tier,consent.email.marketing,consentAt,consentWording',
    ...Array.from(
      { length: count },
      (_, at) =>
        `cust-${at},Customer ${at},c${at}@example.com,030 ${100_000 + at},Europe/Berlin,de-DE,email,gold,yes,2024-01-01T00:00:00Z,Yes please`,
    ),
  ].join('\n');
