import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAudience } from '../../../shared/campaigns/audience.ts';
import type { MemberIssue, MemberPlace } from '../../../shared/campaigns/campaign-store.ts';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { aCustomer } from '../../support/a-recipient.ts';

const filesOf = (text: string) => {
  const bytes = new TextEncoder().encode(text);
  const reads: number[] = [];
  const read = async (key: string, from: number, count: number) => {
    reads.push(count);
    return key.startsWith('campaigns/gone') ? undefined : bytes.subarray(from, from + count);
  };
  return { reads, files: { read } };
};

type Audience = Parameters<typeof readAudience>[0];

const readAll = async (audience: Audience, text = '', customers = new InMemoryCustomerStore()) => {
  const { files } = filesOf(text);
  const members: MemberPlace[] = [];
  const issues: MemberIssue[] = [];
  let pages = 0;
  let cursor: string | undefined;
  do {
    const page = await readAudience(audience, cursor, { files, customers });
    if (page === undefined) return undefined;
    members.push(...page.members);
    issues.push(...page.issues);
    cursor = page.next;
    pages += 1;
  } while (cursor !== undefined);
  return { members, issues, pages };
};

const csv = { file: 'campaigns/a.csv' };

describe('readAudience', () => {
  it('reads the customers of a CSV file, whatever columns are beside, and tells of lines that are none by their place', async () => {
    const text = '\uFEFFname,customerId\r\n"Lovelace, Ada",cust-1\r\n\r\nKonrad,not an id\r\nGrace,cust-3';

    expect(await readAll(csv, text)).toEqual({
      members: [
        { place: 1, customerId: 'cust-1' },
        { place: 3, customerId: 'cust-3' },
      ],
      issues: [{ place: 2, rule: expect.stringMatching(/^must be a customer id/) }],
      pages: 1,
    });
  });

  it('reads JSON lines, objects and texts', async () => {
    const text = '{"customerId":"cust-1","x":1}\n"cust-2"\n{"id":3}\n{broken\n';

    expect(await readAll({ file: 'campaigns/a.jsonl' }, text)).toMatchObject({
      members: [
        { place: 1, customerId: 'cust-1' },
        { place: 2, customerId: 'cust-2' },
      ],
      issues: [{ place: 3 }, { place: 4 }],
    });
  });

  it('says that a CSV file has no column of customers, and that a file is gone', async () => {
    expect(await readAll(csv, 'id\ncust-1')).toMatchObject({ members: [], issues: [{ place: 0 }] });
    expect(await readAll({ file: 'campaigns/gone.csv' })).toBeUndefined();
  });

  it('finds each line of a file of any size once, wherever its pages and chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 2600 }),
        fc.integer({ min: 0, max: 700 }),
        async (count, width) => {
          const lines = Array.from(
            { length: count },
            (_, index) => `cust-${index},${'ö'.repeat(width % (index + 1))}`,
          );
          const found = await readAll(csv, ['customerId,note', ...lines].join('\n'));

          expect(found?.members).toEqual(
            lines.map((_, index) => ({ place: index + 1, customerId: `cust-${index}` })),
          );
          expect(found?.issues).toEqual([]);
        },
      ),
      { numRuns: 12 },
    );
  });

  it('reads a list of customers page by page, and tells of those who stand there twice', async () => {
    const customers = [...Array.from({ length: 600 }, (_, index) => `cust-${index}`), 'cust-5', 7];
    const found = await readAll({ customers });

    expect(found?.members).toHaveLength(600);
    expect(found?.pages).toBe(2);
    expect(found?.issues).toEqual([
      { place: 601, rule: 'is a member already, at place 6' },
      { place: 602, rule: expect.stringMatching(/customer id/) },
    ]);
  });

  it('finds the customers that a query asks for', async () => {
    const customers = new InMemoryCustomerStore();
    const consent = {
      channel: 'email',
      purpose: 'offers',
      given: true,
      recordedBy: 'x',
      at: '2024-01-01T00:00:00Z',
      source: 'x',
    };
    await customers.put(
      aCustomer({
        customerId: 'yes',
        preferredChannel: 'sms',
        consents: [consent],
        attributes: { plan: 'gold' },
      }),
    );
    await customers.put(
      aCustomer({ customerId: 'no-consent', preferredChannel: 'sms', attributes: { plan: 'gold' } }),
    );
    await customers.put(
      aCustomer({
        customerId: 'revoked',
        preferredChannel: 'sms',
        consents: [{ ...consent, given: false }],
        attributes: { plan: 'gold' },
      }),
    );
    await customers.put(
      aCustomer({
        customerId: 'silver',
        preferredChannel: 'sms',
        consents: [consent],
        attributes: { plan: 'silver' },
      }),
    );

    const query = {
      consent: { channel: 'email', purpose: 'offers' },
      preferredChannel: 'sms',
      attributes: { plan: 'gold' },
    };
    expect((await readAll({ query }, '', customers))?.members).toEqual([{ customerId: 'yes', place: 0 }]);
  });
});
