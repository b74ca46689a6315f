import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commandAggregate, fact } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { Journal } from '../../shared/journal/journal.ts';

const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};
const AT = 1_900_000_000_000;

const claim = (commandId: string, owner: string, attempt = 1): Fact =>
  fact('claimed', commandAggregate(commandId), AT, { ...subject, attempt, owner, deadlineAt: AT + 1000 });

/** What every journal promises; `open` gives one that may hold other aggregates already. */
export const describeJournal = (name: string, open: () => Promise<Journal>): void => {
  describe(name, () => {
    it('inserts facts and reads them back whole, by sequence', async () => {
      const journal = await open();
      const id = randomUUID();
      const sent = fact('sent', commandAggregate(id), AT, {
        ...subject,
        campaignId: 'camp-ü',
        attempt: 1,
        providerMessageId: 'ses-1',
        startedAt: AT,
      });

      expect(await journal.insert([sent, claim(id, 'a')])).toEqual(['inserted', 'inserted']);

      expect(await journal.read(commandAggregate(id))).toEqual([claim(id, 'a'), sent]);
    });

    it('never changes a fact that is there', async () => {
      const journal = await open();
      const id = randomUUID();
      await journal.insert([claim(id, 'first')]);

      expect(await journal.insert([claim(id, 'second'), claim(id, 'second', 2)])).toEqual([
        'exists',
        'inserted',
      ]);

      expect(await journal.read(commandAggregate(id))).toEqual([claim(id, 'first'), claim(id, 'second', 2)]);
    });

    it('counts the first of facts with one key in one call', async () => {
      const journal = await open();
      const id = randomUUID();

      expect(await journal.insert([claim(id, 'a'), claim(id, 'b'), claim(id, 'a')])).toEqual([
        'inserted',
        'exists',
        'exists',
      ]);

      expect(await journal.read(commandAggregate(id))).toEqual([claim(id, 'a')]);
    });

    it('inserts more facts than fit into one call', async () => {
      const journal = await open();
      const id = randomUUID();
      const facts = Array.from({ length: 60 }, (_, at) => claim(id, 'a', at + 1));

      expect(await journal.insert(facts)).toEqual(Array(60).fill('inserted'));

      expect(await journal.read(commandAggregate(id))).toEqual(facts);
      expect(await journal.insert([])).toEqual([]);
    });

    it('lets exactly one of many owners win a claim', async () => {
      const journal = await open();
      const id = randomUUID();

      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, at) => journal.insert([claim(id, `owner-${at}`)])),
      );

      expect(outcomes.flat().filter((outcome) => outcome === 'inserted')).toHaveLength(1);
    });

    it('gets named facts in the order asked, and nothing for what is not there', async () => {
      const journal = await open();
      const id = randomUUID();
      await journal.insert([claim(id, 'a'), claim(id, 'b', 2)]);
      const keyOf = (key: string) => ({ aggregate: commandAggregate(id), key });

      const facts = await journal.get([
        keyOf('claimed#2'),
        keyOf('sent#1'),
        keyOf('claimed#1'),
        keyOf('claimed#2'),
      ]);

      expect(facts).toEqual([claim(id, 'b', 2), undefined, claim(id, 'a'), claim(id, 'b', 2)]);
      expect(await journal.get([])).toEqual([]);
      expect(await journal.read(commandAggregate(randomUUID()))).toEqual([]);
    });

    it('lists what is UNKNOWN', async () => {
      const journal = await open();
      const id = randomUUID();
      const unknown = fact('unknown', commandAggregate(id), Date.now(), {
        ...subject,
        attempt: 1,
        cause: 'TimeoutError',
      });
      await journal.insert([unknown, claim(id, 'a')]);

      await expect.poll(() => journal.listUnknown(100), { timeout: 30_000 }).toContainEqual(unknown);
    });
  });
};
