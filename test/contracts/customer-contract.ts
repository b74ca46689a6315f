import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import { aCustomer, aSuppression } from '../support/a-customer.ts';

/** What every store of customers promises; `open` gives one that may hold other customers already. */
export const describeCustomerStore = (name: string, open: () => Promise<CustomerStore>): void => {
  describe(name, () => {
    const stored = async (store: CustomerStore, id: string) => (await store.get([id])).get(id);

    it('gives customers back whole, those that exist, however many are asked for', async () => {
      const store = await open();
      const customers = Array.from({ length: 60 }, () => aCustomer());
      const bare = aCustomer({ name: undefined, addresses: {}, consents: [], attributes: {} });

      for (const customer of [...customers, bare]) expect(await store.put(customer)).toBe('stored');

      const ids = [...customers, bare].map(({ customerId }) => customerId);
      const found = await store.get([...ids, 'cust-nobody', ids[0] ?? '']);
      expect([...found.keys()].sort()).toEqual([...ids].sort());
      for (const customer of [...customers, bare]) expect(found.get(customer.customerId)).toEqual(customer);
      expect(await store.get([])).toEqual(new Map());
    });

    it('stores a change only on the version that it was made from', async () => {
      const store = await open();
      const first = aCustomer();
      await store.put(first);

      expect(await store.put(first)).toBe('conflict');
      expect(await store.put({ ...first, version: 3 })).toBe('conflict');
      expect(await store.put({ ...first, version: 2, name: 'Grace' })).toBe('stored');

      expect(await stored(store, first.customerId)).toMatchObject({ version: 2, name: 'Grace' });
      expect(await store.put(aCustomer({ version: 2 }))).toBe('conflict');
    });

    it('lets exactly one of many changes at once win', async () => {
      const store = await open();
      const first = aCustomer();
      await store.put(first);

      const names = Array.from({ length: 6 }, (_, at) => `name-${at}`);
      const outcomes = await Promise.all(names.map((name) => store.put({ ...first, version: 2, name })));

      expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(1);
      expect((await stored(store, first.customerId))?.name).toBe(names[outcomes.indexOf('stored')]);
    });

    it('suppresses at once, and the same ban once, with the evidence of the first', async () => {
      const store = await open();
      const customer = aCustomer();
      await store.put(customer);
      const { customerId } = customer;

      expect(await store.suppress(customerId, aSuppression())).toEqual({
        what: 'recorded',
        ban: aSuppression(),
      });
      expect(await store.suppress(customerId, aSuppression({ at: '2025-01-01T00:00:00Z' }))).toEqual({
        what: 'known',
        ban: aSuppression(),
      });
      expect(await store.suppress('cust-nobody', aSuppression())).toEqual({ what: 'no-customer' });

      expect(await stored(store, customerId)).toEqual({
        ...customer,
        version: 2,
        suppressions: [aSuppression()],
      });
    });

    it('loses no ban of many that come at once', async () => {
      const store = await open();
      const customer = aCustomer();
      await store.put(customer);
      const bans = ['email', 'sms', 'phone'].map((channel) => aSuppression({ channel }));

      await Promise.all([...bans, ...bans].map((ban) => store.suppress(customer.customerId, ban)));

      const { suppressions = [] } = (await stored(store, customer.customerId)) ?? {};
      expect(suppressions.map(({ channel }) => channel).sort()).toEqual(['email', 'phone', 'sms']);
    });

    it('finds a customer by address in whatever case, and no more by an old one', async () => {
      const store = await open();
      const number = `+49${Math.floor(Math.random() * 1e12)}`;
      const customer = aCustomer({ addresses: { email: `Ada.${randomUUID()}@Example.com`, phone: number } });
      const email = customer.addresses['email'] ?? '';
      await store.put(customer);

      expect(await store.findByAddress('email', email.toUpperCase())).toBe(customer.customerId);
      expect(await store.findByAddress('sms', number)).toBe(customer.customerId);
      expect(await store.findByAddress('phone', email)).toBeUndefined();

      const moved = `${randomUUID()}@example.com`;
      await store.put({ ...customer, version: 2, addresses: { email: moved } });

      expect(await store.findByAddress('email', email)).toBeUndefined();
      expect(await store.findByAddress('sms', number)).toBeUndefined();
      expect(await store.findByAddress('email', moved)).toBe(customer.customerId);
    });

    it('finds the first of several who share an address, and the other when the first moves', async () => {
      const store = await open();
      const email = `${randomUUID()}@example.com`;
      const id = randomUUID();
      const one = aCustomer({ customerId: `a-${id}`, addresses: { email } });
      const other = aCustomer({ customerId: `b-${id}`, addresses: { email } });
      await store.put(other);
      await store.put(one);

      expect(await store.findByAddress('email', email)).toBe(one.customerId);

      await store.put({ ...one, version: 2, addresses: {} });
      expect(await store.findByAddress('email', email)).toBe(other.customerId);
    });

    it('lists every customer once, page by page', async () => {
      const store = await open();
      const ids = Array.from({ length: 5 }, () => `cust-${randomUUID()}`);
      for (const customerId of ids) await store.put(aCustomer({ customerId }));

      const listed: string[] = [];
      let next: string | undefined;
      do {
        const page = await store.list(2, next);
        expect(page.customerIds.length).toBeLessThanOrEqual(2);
        listed.push(...page.customerIds);
        next = page.next;
      } while (next !== undefined);

      expect(new Set(listed).size).toBe(listed.length);
      expect(listed).toEqual(expect.arrayContaining(ids));
    });
  });
};
