import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { commandAggregate, fact } from '../../shared/journal/command-facts.ts';
import type { DueClaimStore, DueClaims } from '../../shared/journal/due-claims.ts';
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

/** A journal with the due claims that its calls open and settle. */
export type OpenJournal = { readonly journal: Journal; readonly due: DueClaimStore };

const dueOf = (claims: readonly Fact[], deadlineAt: number): DueClaims => ({
  id: randomUUID(),
  deadlineAt,
  claims: claims.map(({ aggregate }) => ({ aggregate, attempt: 1 })),
});

/** The deadline that such due claims have over, of those that `wanted` names. */
const overdue = async ({ due }: OpenJournal, now: number, wanted: readonly DueClaims[]) => {
  const ids = new Set(wanted.map(({ id }) => id));
  const found: DueClaims[] = [];
  let from: string | undefined;
  do {
    const page = await due.overdue(now, from);
    found.push(...page.due.filter(({ id }) => ids.has(id)));
    from = page.next;
  } while (from !== undefined);
  return found.sort((a, b) => a.deadlineAt - b.deadlineAt);
};

/** What every journal promises; `openBoth` gives one that may hold other aggregates and due claims already. */
export const describeJournal = (name: string, openBoth: () => Promise<OpenJournal>): void => {
  const open = async () => (await openBoth()).journal;
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

    it('opens due claims with the claims that they name, and settles them with their outcomes', async () => {
      const world = await openBoth();
      const claims = [claim(randomUUID(), 'a'), claim(randomUUID(), 'a')];
      const [due, other] = [dueOf(claims, AT), dueOf(claims, AT + 1)];

      expect(await world.journal.insert(claims, { kind: 'open', due: [due, other] })).toEqual([
        'inserted',
        'inserted',
      ]);
      expect(await overdue(world, AT, [due, other])).toEqual([]);
      expect(await overdue(world, AT + 1, [due, other])).toEqual([due]);
      expect(await overdue(world, AT + 2, [due, other])).toEqual([due, other]);

      const [next] = [claim(randomUUID(), 'a')];
      expect(await world.journal.insert([next], { kind: 'settle', due: [due] })).toEqual(['inserted']);
      expect(await overdue(world, AT + 2, [due, other])).toEqual([other]);
    });

    it('settles due claims twice, by an insert and by the sweep, and without a fact', async () => {
      const world = await openBoth();
      const [due, other] = [dueOf([], AT), dueOf([], AT)];

      await world.journal.insert([], { kind: 'open', due: [due, other] });
      await world.due.settle([due]);
      await world.due.settle([due]);
      await world.journal.insert([], { kind: 'settle', due: [due, other] });

      expect(await overdue(world, AT + 1, [due, other])).toEqual([]);
    });

    it('keeps due claims beside more facts than fit into one call, and more of them than fit into one page', async () => {
      const world = await openBoth();
      const id = randomUUID();
      const facts = Array.from({ length: 30 }, (_, at) => claim(id, 'a', at + 1));
      const due = Array.from({ length: 24 }, (_, at) => dueOf(facts.slice(0, 10), AT + at));

      expect(await world.journal.insert(facts, { kind: 'open', due })).toEqual(Array(30).fill('inserted'));
      expect(await overdue(world, AT + 100, due)).toEqual(due);
      await world.journal.insert(facts, { kind: 'settle', due });

      expect(await overdue(world, AT + 100, due)).toEqual([]);
    });

    it('lists what is UNKNOWN since when, the oldest first', async () => {
      const journal = await open();
      const from = AT + Math.floor(Math.random() * 1e9) * 100;
      const facts = [0, 1, 2, 3].map((after) =>
        fact('unknown', commandAggregate(randomUUID()), from + after, { ...subject, attempt: 1, cause: 'C' }),
      );
      await journal.insert(facts.toReversed());

      await expect
        .poll(() => journal.listUnknownBetween(from, from + 3, 100), { timeout: 30_000 })
        .toEqual(facts.slice(0, 3));

      expect(await journal.listUnknownBetween(from + 1, from + 3, 1)).toEqual(facts.slice(1, 2));
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
