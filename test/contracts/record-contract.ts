import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Customer } from '../../shared/customers/customer.ts';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { commandAggregate, fact } from '../../shared/journal/command-facts.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import type { Commit, RecordStore } from '../../shared/records/record-store.ts';
import { aCustomer } from '../support/a-customer.ts';

/** A record store, and the journal and customers that it commits to. */
export type RecordPlace = {
  readonly records: RecordStore;
  readonly journal: Journal;
  readonly customers: CustomerStore;
};

const AT = 1_700_000_000_000;

/** A commit of a command with a row and the customer's next version. */
const aCommit = (
  customer: Customer,
  choices: { id?: string; part?: string; version?: number } = {},
): Commit => {
  const { id = randomUUID(), part = `payment#${id}`, version = customer.version + 1 } = choices;
  const aggregate = commandAggregate(id);
  return {
    claim: fact('committed', aggregate, AT, { outcome: 'RECORDED' }),
    facts: [fact('duplicate', aggregate, AT, { intakeId: 'outbox' })],
    row: { customerId: customer.customerId, part, open: { at: 'now' }, personal: { amount: '12.50' } },
    profile: { customer: { ...customer, version, locale: 'fr-FR', consents: [] } },
  };
};

/** What every record store promises. */
export const describeRecordStore = (name: string, open: () => Promise<RecordPlace>): void => {
  describe(name, () => {
    const place = async () => {
      const opened = await open();
      const customer = aCustomer();
      await opened.customers.put(customer);
      const { customerId } = customer;
      const state = async ({ claim }: Commit) => ({
        facts: (await opened.journal.read(claim.aggregate)).map(({ type }) => type).sort(),
        customer: (await opened.customers.get([customerId])).get(customerId),
      });
      return { ...opened, customer, state };
    };
    const NOTHING = (customer: Customer) => ({ facts: [], customer });

    it('commits claim, facts, row and profile together, and the customer is still found by address', async () => {
      const { records, customers, customer, state } = await place();
      const commit = aCommit(customer);

      expect(await records.commit(commit)).toBe('committed');

      expect(await state(commit)).toEqual({
        facts: ['committed', 'duplicate'],
        customer: commit.profile?.customer,
      });
      expect(await customers.findByAddress('email', customer.addresses['email'] ?? '')).toBe(
        customer.customerId,
      );
      expect(await records.find(customer.customerId)).toMatchObject({ customer: commit.profile?.customer });
      expect(await records.find('cust-nobody')).toBeUndefined();
    });

    it('commits a claim once, also when all else has changed', async () => {
      const { records, customer, state } = await place();
      const id = randomUUID();
      const first = aCommit(customer, { id });
      await records.commit(first);
      const before = await state(first);

      expect(await records.commit(first)).toBe('claimed-before');
      expect(await records.commit(aCommit(customer, { id, part: 'payment#other', version: 3 }))).toBe(
        'claimed-before',
      );

      expect(await state(first)).toEqual(before);
    });

    it('writes nothing at all where another command wrote the row', async () => {
      const { records, customer, state } = await place();
      const { profile: _, ...first } = aCommit(customer, { part: 'payment#1' });
      const second = aCommit(customer, { part: 'payment#1' });
      await records.commit(first);

      expect(await records.commit(second)).toBe('row-taken');

      expect(await state(second)).toEqual(NOTHING(customer));
    });

    it('writes nothing at all where somebody else changed the customer', async () => {
      const { records, customers, customer, state } = await place();
      const changed = { ...customer, version: 2, locale: 'en-GB' };
      await customers.put(changed);
      const commit = aCommit(customer);

      expect(await records.commit(commit)).toBe('changed');
      expect(await state(commit)).toEqual(NOTHING(changed));

      expect(await records.commit(aCommit(changed, { part: commit.row?.part ?? '' }))).toBe('committed');
    });

    it('lets exactly one of many commits of a claim at once win', async () => {
      const { records, customer, state } = await place();
      const id = randomUUID();
      const { profile: _, ...commit } = aCommit(customer, { id });

      const outcomes = await Promise.all(Array.from({ length: 6 }, () => records.commit(commit)));

      expect(outcomes.sort()).toEqual([...Array(5).fill('claimed-before'), 'committed']);
      expect((await state(commit)).facts).toEqual(['committed', 'duplicate']);
    });
  });
};
