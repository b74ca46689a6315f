import { describe, expect, it } from 'vitest';
import { pagesOf } from '../../../shared/messages/pages-of.ts';
import { aCustomer, aSuppression } from '../../support/a-customer.ts';
import { FakeKms, FakeTables } from '../../support/fake-tables.ts';
import { openPersonalStores } from '../../support/personal-stores.ts';

const tables = { customers: 'customers', keys: 'keys', state: 'state' };
const MINUTE_MS = 60_000;

/** A stage's tables and KMS, and processes that open its stores. */
const aStage = () => {
  const dynamoDb = new FakeTables();
  const kms = new FakeKms();
  const clock = { now: 1_700_000_000_000 };
  const waits: number[] = [];
  const open = () =>
    openPersonalStores({
      client: dynamoDb.client,
      kms: kms.client,
      kmsKeyId: 'key',
      tables,
      now: () => clock.now,
      sleep: async (ms) => {
        waits.push(ms);
      },
    });
  return { dynamoDb, kms, clock, waits, open };
};

const ids = (count: number) => Array.from({ length: count }, (_, at) => `cust-${at}`);

describe('P8: 1,000 messages to 1,000 different customers', () => {
  it('take at most 2 calls to KMS, front door and agent together, at the first use of a stage', async () => {
    const { kms, dynamoDb, open } = aStage();
    const frontDoor = open();
    const agent = open();
    const encrypted = new Map<string, string>();

    for (const batch of pagesOf(ids(1000), 10)) {
      await Promise.all(
        batch.map(async (id) => encrypted.set(id, await frontDoor.cipher.encrypt(id, { name: id }))),
      );
    }
    const atFrontDoor = dynamoDb.calls.splice(0);
    for (const batch of pagesOf(ids(1000), 10)) {
      await agent.customers.get(batch);
      const read = await Promise.all(
        batch.map((id) => agent.cipher.decrypt(id, encrypted.get(id) ?? 'none')),
      );
      expect(read).toEqual(batch.map((name) => ({ name })));
    }

    expect(kms.calls).toEqual(['GenerateDataKey', 'Decrypt']);
    expect(atFrontDoor.filter((call) => call === 'BatchExecuteStatement')).toHaveLength(100 + 1);
    expect(dynamoDb.calls).toEqual(Array(100).fill('BatchGetItem'));
  });
});

describe('reading customers', () => {
  it('is one call to DynamoDB, keys included, and to KMS once an hour', async () => {
    const { dynamoDb, kms, clock, open } = aStage();
    const customers = ids(50).map((customerId) => aCustomer({ customerId }));
    const writer = open();
    for (const customer of customers) await writer.customers.put(customer);
    const reader = open();
    dynamoDb.calls.splice(0);
    kms.calls.splice(0);

    expect((await reader.customers.get(ids(49))).size).toBe(49);
    expect(dynamoDb.calls.splice(0)).toEqual(['BatchGetItem']);
    clock.now += 59 * MINUTE_MS; // the keys of customers are forgotten by now, the branch key is not
    expect((await reader.customers.get(ids(50))).size).toBe(50);
    expect(dynamoDb.calls.splice(0)).toEqual(['BatchGetItem']);
    expect(kms.calls).toEqual(['Decrypt']);

    clock.now += 2 * MINUTE_MS;
    await reader.customers.get(['cust-1']);
    expect(kms.calls).toEqual(['Decrypt']); // held, and all that it opened
    clock.now += 6 * MINUTE_MS;
    await reader.customers.get(['cust-1']);
    expect(kms.calls).toEqual(['Decrypt', 'Decrypt']);
  });

  it('asks again for what DynamoDB did not get to, and gives up after some tries', async () => {
    const { dynamoDb, waits, open } = aStage();
    await open().customers.put(aCustomer({ customerId: 'cust-1' }));
    const reader = open();
    let refusals = 2;
    dynamoDb.interfere = () => (refusals-- > 0 ? 'unprocessed' : undefined);

    expect([...(await reader.customers.get(['cust-1'])).keys()]).toEqual(['cust-1']);
    expect(waits).toHaveLength(2);

    dynamoDb.interfere = () => 'unprocessed';
    await expect(reader.customers.get(['cust-1'])).rejects.toMatchObject({
      name: 'CustomersUnavailableError',
      retryable: true,
    });
  });

  it('forgets a failure of KMS at once', async () => {
    const { kms, open } = aStage();
    const { cipher } = open();
    const send = kms.client.send;
    kms.client.send = async () => {
      throw new Error('KMS is away');
    };

    await expect(cipher.encrypt('cust-1', {})).rejects.toThrow('AWS does not answer');
    kms.client.send = send;

    expect(await cipher.decrypt('cust-1', await cipher.encrypt('cust-1', 'x'))).toBe('x');
  });
});

describe('a customer whose key is deleted', () => {
  it('has no name and no address within five minutes, anywhere, and stays suppressed', async () => {
    const { dynamoDb, clock, open } = aStage();
    const process = open();
    const customer = aCustomer({ customerId: 'cust-1', suppressions: [aSuppression()] });
    await process.customers.put(customer);
    const jwe = await process.cipher.encrypt('cust-1', 'secret');

    dynamoDb.items.delete('keys\ncustomer#cust-1\n');
    clock.now += 5 * MINUTE_MS;

    const left = (await process.customers.get(['cust-1'])).get('cust-1');
    expect(left).toMatchObject({ name: undefined, addresses: {}, attributes: {} });
    expect(left?.suppressions).toMatchObject([{ channel: 'email', reason: 'OPTED_OUT' }]);
    expect(left?.consents).not.toContainEqual(expect.objectContaining({ wording: expect.anything() }));
    expect(await process.cipher.decrypt('cust-1', jwe)).toBeUndefined();
    expect(await process.customers.suppress('cust-1', aSuppression({ channel: 'sms' }))).toMatchObject({
      what: 'recorded',
    });
    expect(dynamoDb.items.has('keys\ncustomer#cust-1\n')).toBe(false);
  });
});

describe('what is stored', () => {
  it('shows nothing of a customer but ids, codes, zone and locale', async () => {
    const { dynamoDb, open } = aStage();
    const { customers, conversations } = open();
    await customers.put(aCustomer({ customerId: 'cust-1' }));
    await customers.suppress('cust-1', aSuppression());
    const history = [{ entryId: 'e', at: '2024-01-01T00:00:00Z', said: 'canary Ada' }];
    await conversations.put({ customerId: 'cust-1', version: 1, context: {}, contextTimes: {}, history });

    // None of them can come about by chance in encrypted text.
    for (const personal of ['Ada ', 'Lovelace', '@example', '+4930', 'wants the', 'please stop', '"tier']) {
      expect(dynamoDb.text()).not.toContain(personal);
    }
    expect(dynamoDb.text()).toContain('OPTED_OUT');
  });
});
