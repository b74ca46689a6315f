import { describe, expect, it } from 'vitest';
import { recipientOf } from '../../../shared/customers/recipient.ts';
import { aCustomer } from '../../support/a-recipient.ts';

const stored = aCustomer({
  name: 'Ada',
  addresses: { email: 'ada@example.com', phone: '+15550100' },
  zone: 'Europe/London',
  attributes: { plan: 'gold', name: 'not the name' },
});

describe('recipientOf', () => {
  it('is what is stored where the command carries nothing', () => {
    const recipient = recipientOf('cust-1', stored, undefined);

    expect(recipient).toMatchObject({ addresses: stored.addresses, zone: 'Europe/London' });
    expect(recipient.values).toEqual({ plan: 'gold', name: 'Ada', ...stored.addresses });
  });

  it('lays what the command carries over what is stored, and keeps the stored zone for decisions', () => {
    const carried = {
      email: 'new@example.com',
      addresses: { push: 'p-1', email: 'other@example.com' },
      zone: 'UTC',
    };

    const recipient = recipientOf('cust-1', stored, carried);

    expect(recipient.addresses).toEqual({ email: 'new@example.com', phone: '+15550100', push: 'p-1' });
    expect(recipient).toMatchObject({ zone: 'UTC', storedZone: 'Europe/London' });
    expect(recipient.values).toMatchObject({
      plan: 'gold',
      name: 'Ada',
      email: 'new@example.com',
      zone: 'UTC',
    });
  });

  it('leaves out addresses that are no text, and inherits nothing from what is carried', () => {
    const carried = JSON.parse('{"email": 7, "__proto__": {"admin": true}}');

    const recipient = recipientOf('cust-1', undefined, carried);

    expect(recipient.addresses).toEqual({});
    expect('admin' in recipient.values).toBe(false);
  });
});
