import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ParkedFilter, ParkedMessage } from '../../shared/parking/parked-message.ts';
import type { ParkingLot } from '../../shared/parking/parking-lot.ts';
import { aParkedMessage } from '../support/a-parked-message.ts';

/** A lot of a new process, and what erases a customer. */
export type OpenLot = { readonly lot: ParkingLot; readonly erase: (customerId: string) => Promise<unknown> };

const HOUR = 3_600_000;
const AT = Date.parse('2026-11-24T12:00:00.000Z');

/** What every parking lot promises; `open` gives one that may hold others already. */
export const describeParkingLot = (name: string, open: () => Promise<OpenLot>): void => {
  describe(name, () => {
    it('gives a body back as it came, with or without a customer, and lists a message put twice once', async () => {
      const { lot } = await open();
      const pool = randomUUID();
      const subject = { agentType: 'receipts', identity: 'receipts', commandType: 'NONE' };
      const ofNobody = aParkedMessage({ pool, subject, tier: undefined, aggregate: 'rejection#1' });
      const ofCustomer = aParkedMessage({ pool, subject: { ...subject, customerId: `cust-${pool}` } });

      for (const parked of [ofNobody, ofCustomer, ofCustomer])
        await lot.put(parked, `{"text":"ä ${parked.id}"}`);

      for (const parked of [ofNobody, ofCustomer])
        expect(await lot.get(parked)).toBe(`{"text":"ä ${parked.id}"}`);
      const listed = await listAll(lot, pool);
      expect(listed.map(({ id }) => id).sort()).toEqual([ofNobody.id, ofCustomer.id].sort());
      expect(listed.find(({ id }) => id === ofNobody.id)).toEqual(JSON.parse(JSON.stringify(ofNobody)));
    });

    it('lists a pool oldest first, page by page, and of it what is meant', async () => {
      const { lot } = await open();
      const pool = randomUUID();
      const parked = Array.from({ length: 7 }, (_, hour) =>
        aParkedMessage({
          pool,
          parkedAt: AT + hour * HOUR,
          cause: hour % 2 === 0 ? 'BREAKER_OPEN' : 'CONFIGURATION:NO_TEMPLATE',
          subject: {
            agentType: 'email',
            identity: 'email-agent-001',
            commandType: 'SEND_EMAIL',
            customerId: `cust-${pool}`,
            campaignId: hour < 3 ? 'camp-1' : 'camp-2',
          },
        }),
      );
      for (const message of parked.toReversed()) await lot.put(message, '{}');
      const hoursOf = async (filter: ParkedFilter) =>
        (await listAll(lot, pool, filter)).map(({ parkedAt }) => (parkedAt - AT) / HOUR);

      expect(await hoursOf({})).toEqual([0, 1, 2, 3, 4, 5, 6]);
      expect(await hoursOf({ cause: 'BREAKER_OPEN' })).toEqual([0, 2, 4, 6]);
      expect(await hoursOf({ cause: 'CONFIGURATION' })).toEqual([1, 3, 5]);
      expect(await hoursOf({ cause: 'CONFIGURATION:NO_TEMPLATE' })).toEqual([1, 3, 5]);
      expect(await hoursOf({ campaignId: 'camp-1' })).toEqual([0, 1, 2]);
      expect(await hoursOf({ since: AT + 2 * HOUR, until: AT + 4 * HOUR })).toEqual([2, 3, 4]);
      expect(await hoursOf({ id: parked[5]?.id })).toEqual([5]);
      expect(await hoursOf({ id: parked[5]?.aggregate.replace('command#', '') })).toEqual([5]);
      expect(await listAll(lot, randomUUID())).toEqual([]);
    });

    it('forgets a message, also when it is not there', async () => {
      const { lot } = await open();
      const parked = aParkedMessage({ pool: randomUUID() });
      await lot.put(parked, '{}');

      await lot.remove(parked);
      await lot.remove(parked);

      expect(await lot.get(parked)).toBeUndefined();
      expect(await listAll(lot, parked.pool)).toEqual([]);
    });

    it('has no body any more when its customer was erased', async () => {
      const { lot, erase } = await open();
      const pool = randomUUID();
      const subject = { ...aParkedMessage().subject, customerId: `cust-${pool}` };
      const parked = aParkedMessage({ pool, subject });
      await lot.put(parked, '{"name":"Ada"}');

      await erase(`cust-${pool}`);

      const { lot: elsewhere } = await open();
      expect(await elsewhere.get(parked)).toBeUndefined();
    });
  });
};

/** Every page, one after the other. */
const listAll = async (
  lot: ParkingLot,
  pool: string,
  filter: ParkedFilter = {},
): Promise<readonly ParkedMessage[]> => {
  const found: ParkedMessage[] = [];
  let after: string | undefined;
  do {
    const page = await lot.list(pool, filter, after);
    found.push(...page.messages);
    after = page.next;
  } while (after !== undefined);
  return found;
};
