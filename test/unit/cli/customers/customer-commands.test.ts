import { describe, expect, it } from 'vitest';
import { showConversation } from '../../../../cli/commands/conversation-show.ts';
import { listCustomers } from '../../../../cli/commands/customer-list.ts';
import { showCustomer } from '../../../../cli/commands/customer-show.ts';
import { updateCustomer } from '../../../../cli/commands/customer-update.ts';
import { InMemoryConversationStore } from '../../../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { InMemoryCustomerStore } from '../../../../shared/customers/adapters/in-memory-customer-store.ts';
import { aCustomer, aSuppression } from '../../../support/a-customer.ts';

const aStore = async (...customers: Parameters<typeof aCustomer>[0][]) => {
  const store = new InMemoryCustomerStore();
  for (const choices of customers) await store.put(aCustomer(choices));
  return store;
};

describe('customer show', () => {
  it('shows all of a customer, without what could steer a terminal', async () => {
    const store = await aStore({
      customerId: 'cust-1',
      name: 'Ada\u001b[2J',
      suppressions: [aSuppression()],
    });

    const { json, lines } = await showCustomer(store, 'cust-1');

    expect(json).toMatchObject({ customer: { customerId: 'cust-1', attributes: { orders: 3 } } });
    const text = lines.join('\n');
    expect(text).toContain('cust-1@example.com');
    expect(text).toContain(
      'agreed to marketing by email, 2024-01-01T00:00:00Z, web-form, recorded by import',
    );
    expect(text).toContain('suppressed: email OPTED_OUT');
    expect(text).not.toContain('\u001b');
  });

  it('fails where there is none', async () => {
    await expect(showCustomer(await aStore(), 'cust-1')).rejects.toMatchObject({ exit: 'FAILED' });
  });
});

describe('customer update', () => {
  const update = (store: InMemoryCustomerStore, change: Record<string, string>) =>
    updateCustomer(store, { customerId: 'cust-1', change, country: undefined });

  it('changes what is named, takes away what is empty, and leaves the rest', async () => {
    const store = await aStore({ customerId: 'cust-1' });

    await update(store, { email: 'new@example.com', phone: '', zone: '', name: 'Grace' });

    const customer = (await store.get(['cust-1'])).get('cust-1');
    expect(customer).toMatchObject({ version: 2, name: 'Grace', locale: 'de-DE', attributes: { orders: 3 } });
    expect(customer?.addresses).toEqual({ email: 'new@example.com' });
    expect(customer?.zone).toBeUndefined();
  });

  it('writes nothing where nothing is new', async () => {
    const store = await aStore({ customerId: 'cust-1' });

    await update(store, { locale: 'de-DE' });

    expect((await store.get(['cust-1'])).get('cust-1')?.version).toBe(1);
  });

  it('refuses broken values without repeating them, and a customer that is not there', async () => {
    const store = await aStore({ customerId: 'cust-1' });

    await expect(update(store, { email: 'canary' })).rejects.toMatchObject({ exit: 'REJECTED' });
    await expect(update(store, { email: 'canary' })).rejects.not.toThrow('canary');
    await expect(update(store, {})).rejects.toMatchObject({ exit: 'USAGE' });
    await expect(update(await aStore(), { name: 'x' })).rejects.toMatchObject({ exit: 'FAILED' });
  });
});

describe('customer list', () => {
  it('lists customers page by page, without names and addresses', async () => {
    const store = await aStore(
      { customerId: 'cust-1', suppressions: [aSuppression()] },
      { customerId: 'cust-2' },
    );

    const first = await listCustomers(store, { limit: 1 });
    const second = await listCustomers(store, { limit: 1, after: 'cust-1' });

    expect(first.json).toMatchObject({
      customers: [{ customerId: 'cust-1', channels: ['email', 'phone'], suppressed: ['email OPTED_OUT'] }],
      next: 'cust-1',
    });
    expect(first.lines.at(-1)).toContain('--after cust-1');
    expect(second.json).toMatchObject({ customers: [{ customerId: 'cust-2' }] });
    expect(JSON.stringify([first, second])).not.toMatch(/Ada|example\.com|\+49/);
  });
});

describe('conversation show', () => {
  it('shows context and history, oldest first', async () => {
    const store = new InMemoryConversationStore();
    const said = {
      entryId: 'e1',
      at: '2024-01-10T09:00:00Z',
      channel: 'email',
      summary: 'asked for\n an invoice',
    };
    const context = { sentiment: 'calm' };
    await store.put({ customerId: 'cust-1', version: 1, context, contextTimes: {}, history: [said] });

    const { json, lines } = await showConversation(store, 'cust-1');

    expect(json).toMatchObject({ conversation: { context, history: [said] } });
    expect(lines.join('\n')).toMatch(
      /sentiment +calm[\s\S]*2024-01-10T09:00:00Z[\s\S]*asked for {2}an invoice/,
    );
  });

  it('fails where nothing was said', async () => {
    await expect(showConversation(new InMemoryConversationStore(), 'cust-1')).rejects.toMatchObject({
      exit: 'FAILED',
    });
  });
});
