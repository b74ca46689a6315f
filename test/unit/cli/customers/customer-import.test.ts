import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importCustomers } from '../../../../cli/commands/customer-import.ts';
import { InMemoryCustomerStore } from '../../../../shared/customers/adapters/in-memory-customer-store.ts';
import { CustomersUnavailableError } from '../../../../shared/customers/errors.ts';
import { aCustomer, aSuppression } from '../../../support/a-customer.ts';

const directory = mkdtempSync(join(tmpdir(), 'switchboard-import-'));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;
const fileOf = (ending: 'csv' | 'jsonl', ...lines: readonly string[]): string => {
  files += 1;
  const file = join(directory, `customers-${files}.${ending}`);
  writeFileSync(file, lines.join('\n'));
  return file;
};

const importFile = (store: Pick<InMemoryCustomerStore, 'get' | 'put'>, file: string) =>
  importCustomers(store, { file, country: 'DE' });

const customerIn = async (store: InMemoryCustomerStore, id: string) => (await store.get([id])).get(id);

describe('customer import', () => {
  it('stores the rows of a CSV file, phone numbers as E.164 and consents with their evidence', async () => {
    const store = new InMemoryCustomerStore();
    const file = fileOf(
      'csv',
      '\ufeffcustomerId,name,email,phone,address.whatsapp,zone,locale,preferredChannel,attribute.tier,consent.email.marketing,consentAt,consentWording',
      'cust-1,"Lovelace, Ada",ada@example.com,030 123456,+1 213 373 4253,Europe/London,en-GB,email,gold,yes,2024-01-01T00:00:00Z,"Yes, please"',
      'cust-2,,,+44 20 7946 0958,,,,,,,,',
    );

    const outcome = await importFile(store, file);

    expect(outcome).toMatchObject({ exit: 'OK', json: { rows: 2, stored: 2, unchanged: 0, complete: true } });
    expect(await customerIn(store, 'cust-1')).toEqual({
      customerId: 'cust-1',
      version: 1,
      name: 'Lovelace, Ada',
      addresses: { email: 'ada@example.com', phone: '+4930123456', whatsapp: '+1 213 373 4253' },
      zone: 'Europe/London',
      locale: 'en-GB',
      preferredChannel: 'email',
      attributes: { tier: 'gold' },
      consents: [
        {
          channel: 'email',
          purpose: 'marketing',
          given: true,
          at: '2024-01-01T00:00:00Z',
          wording: 'Yes, please',
          source: 'import',
          recordedBy: 'customer-import',
        },
      ],
      suppressions: [],
    });
    expect((await customerIn(store, 'cust-2'))?.addresses).toEqual({ phone: '+442079460958' });
  });

  it('names row, field and rule of what it rejects, never the value, and stores the rest', async () => {
    const store = new InMemoryCustomerStore();
    const file = fileOf(
      'csv',
      'customerId,email,phone,zone,locale,consent.sms.news,consentAt',
      'cust-1,canary@,,,,,',
      'cust 2 canary,,,,,,',
      'cust-3,,canary,,,,',
      'cust-4,,,Canary/Town,ca_nary_,,',
      'cust-5,,,,,canary,2024-01-01T00:00:00Z',
      'cust-6,,,,,yes,',
      'cust-7,,,,,yes,canary',
      'cust-8,canary',
      'cust-9,ok@example.com,,,,,',
      'cust-9,canary@example.com,,,,,',
      'cust-10,c\ufffdnary@example.com,,,,,',
    );

    const outcome = await importFile(store, file);

    expect(outcome.exit).toBe('REJECTED');
    expect(outcome.json).toMatchObject({
      stored: 1,
      rejected: [
        { row: 2, issues: [{ path: 'email' }] },
        { row: 3, issues: [{ path: 'customerId' }] },
        { row: 4, issues: [{ path: 'phone' }] },
        { row: 5, issues: [{ path: 'zone' }, { path: 'locale' }] },
        { row: 6, issues: [{ path: 'consent.sms.news', rule: 'must be yes or no' }] },
        { row: 7, issues: [{ path: 'consentAt' }] },
        { row: 8, issues: [{ path: 'consents.0.at' }] },
        { row: 9, issues: [{ rule: 'must have 7 cells' }] },
        { row: 11, issues: [{ path: 'customerId', rule: 'stands in row 10 already' }] },
        { row: 12, issues: [{ rule: 'must be UTF-8 text' }] },
      ],
    });
    expect(JSON.stringify(outcome)).not.toMatch(/canary/i);
    expect((await customerIn(store, 'cust-9'))?.addresses).toEqual({ email: 'ok@example.com' });
  });

  it('reads JSON lines, and says which of them are none', async () => {
    const store = new InMemoryCustomerStore();
    const attributes = { orders: 3, nested: { a: [1] } };
    const file = fileOf(
      'jsonl',
      JSON.stringify({ customerId: 'cust-1', email: 'ada@example.com', attributes }),
      '',
      '{"customerId": canary}',
      '[]',
      JSON.stringify({ customerId: 'cust-2', canary: 1 }),
    );

    const outcome = await importFile(store, file);

    expect(outcome.json).toMatchObject({
      stored: 1,
      rejected: [{ row: 3 }, { row: 4 }, { row: 5, issues: [{ path: '' }] }],
    });
    expect(JSON.stringify(outcome)).not.toContain('canary');
    expect(await customerIn(store, 'cust-1')).toMatchObject({ attributes });
  });

  it('goes on where it stopped: a row that is stored so already is not written again', async () => {
    const store = new InMemoryCustomerStore();
    const lines = Array.from({ length: 120 }, (_, at) => `cust-${at},c${at}@example.com`);
    const file = fileOf('csv', 'customerId,email', ...lines);
    let puts = 0;
    const failing = {
      get: store.get.bind(store),
      put: async (customer: Parameters<InMemoryCustomerStore['put']>[0]) => {
        puts += 1;
        if (puts > 70) throw new CustomersUnavailableError('away');
        return store.put(customer);
      },
    };

    const stopped = await importFile(failing, file);
    const resumed = await importFile(store, file);

    expect(stopped).toMatchObject({ exit: 'FAILED', json: { stored: 50, complete: false, stoppedAt: 52 } });
    expect(resumed).toMatchObject({ exit: 'OK', json: { rows: 120, stored: 50, unchanged: 70 } });
    expect((await customerIn(store, 'cust-0'))?.version).toBe(1);
  });

  it('takes back no later consent and no ban, and keeps what the file does not say', async () => {
    const store = new InMemoryCustomerStore();
    const consent = { channel: 'email', purpose: 'marketing', recordedBy: 'a', source: 'b' };
    const revoked = { ...consent, given: false, at: '2025-01-01T00:00:00Z' };
    await store.put(aCustomer({ customerId: 'cust-1', consents: [revoked], suppressions: [aSuppression()] }));
    const row = {
      customerId: 'cust-1',
      zone: 'Europe/Paris',
      consents: [{ ...consent, given: true, at: '2024-01-01T00:00:00Z' }],
    };

    await importFile(store, fileOf('jsonl', JSON.stringify(row)));

    expect(await customerIn(store, 'cust-1')).toMatchObject({
      version: 2,
      name: 'Ada Lovelace',
      zone: 'Europe/Paris',
      consents: [revoked],
      suppressions: [aSuppression()],
    });
  });

  it('refuses a file whose first line names no columns, without repeating it', async () => {
    const file = fileOf('csv', 'cust-1,canary@example.com', 'cust-2,canary@example.com');

    const refusal = importFile(new InMemoryCustomerStore(), file);

    await expect(refusal).rejects.toMatchObject({ exit: 'REJECTED' });
    await expect(refusal).rejects.toThrow(/column 1: is not known.*customerId: must be a column/);
    await expect(refusal).rejects.not.toThrow('canary');
  });

  it('refuses what is no file of customers', async () => {
    const store = new InMemoryCustomerStore();

    await expect(importFile(store, 'customers.xlsx')).rejects.toMatchObject({ exit: 'USAGE' });
    await expect(importFile(store, join(directory, 'none.csv'))).rejects.toMatchObject({ exit: 'REJECTED' });
    const unclosed = fileOf('csv', 'customerId,name', 'cust-1,"canary');
    await expect(importFile(store, unclosed)).rejects.toMatchObject({ exit: 'REJECTED' });
    await expect(importFile(store, unclosed)).rejects.not.toThrow('canary');
  });
});
