import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followMembers } from '../../../shared/batches/follow-members.ts';
import { memberEndOf } from '../../../shared/batches/member-end.ts';
import { memberCommandId } from '../../../shared/batches/member-id.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { batchAggregate, commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import { createBatchFollower } from '../../../shared/reconciliation/batch-follower.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const AT = 1_700_000_000_000;
const batchId = 'batch-1';

const subject = (batchMember: number) => ({
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: `cust-${batchMember}`,
  batchId,
  batchMember,
});
const of = (member: number) => commandAggregate(memberCommandId(batchId, member));
const receipt = { providerMessageId: 'ses-1', occurredAt: '2026-11-23T12:00:00Z' };
const attempt = { attempt: 1, providerMessageId: 'ses-1', startedAt: AT };

/** The ways on which a member comes to its end, and its first end. */
const ways: readonly (readonly [string, (member: number) => readonly Fact[]])[] = [
  [
    'SENT',
    (m: number) => [
      fact('sent', of(m), AT + m, { ...subject(m), ...attempt }),
      fact('delivered', of(m), AT + 99, { ...subject(m), ...receipt }),
    ],
  ],
  ['DELIVERED', (m: number) => [fact('delivered', of(m), AT + m, { ...subject(m), ...receipt })]],
  [
    'FAILED',
    (m: number) => [fact('failed', of(m), AT, { ...subject(m), attempt: 1, cause: 'MessageRejected' })],
  ],
  ['EXPIRED', (m: number) => [fact('expired', of(m), AT, { ...subject(m), cause: 'TOO_OLD' })]],
  [
    'REJECTED',
    (m: number) => [fact('rejected', of(m), AT, { issues: [], intakeId: 'q', batchId, batchMember: m })],
  ],
];

/** The facts of a member that goes a way. */
const go = (name: string, member: number): readonly Fact[] =>
  ways.find(([way]) => way === name)?.[1](member) ?? [];

const aJournal = async (members: number) => {
  const journal = new InMemoryJournal();
  const body = { source: 'crm', members, target: 'email-agent', tier: 'LOW', fingerprint: 'f' } as const;
  await journal.insert([fact('batch-accepted', batchAggregate(batchId), AT, body)]);
  return journal;
};

const completions = (journal: InMemoryJournal) =>
  journal.all().filter(({ type }) => type === 'batch-completed');

describe('followMembers', () => {
  it('completes a batch exactly once, however its ends are split, repeated and told at once', async () => {
    const members = fc.array(fc.nat({ max: ways.length - 1 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(members, fc.nat(), fc.integer({ min: 1, max: 5 }), async (chosen, seed, size) => {
        const journal = await aJournal(chosen.length);
        const facts = chosen.flatMap((way, member) => ways[way]?.[1](member) ?? []);
        const batches: Fact[][] = [];
        for (let at = 0; at < facts.length; at += size) batches.push(facts.slice(at, at + size));
        const twice = [...batches, batches[seed % batches.length] ?? []];

        await Promise.all(twice.map((batch) => followMembers(batch, journal)));

        const counts = Object.fromEntries(
          [...Map.groupBy(chosen, (way) => ways[way]?.[0])].map(([name, { length }]) => [name, length]),
        );
        expect(completions(journal)).toMatchObject([{ body: { outcomes: counts, members: chosen.length } }]);
      }),
      { numRuns: 500 },
    );
  });

  it('waits for every member', async () => {
    const journal = await aJournal(3);

    await followMembers([...go('SENT', 0), ...go('FAILED', 2)], journal);
    expect(completions(journal)).toEqual([]);

    await followMembers(go('REJECTED', 1), journal);
    expect(completions(journal)).toMatchObject([{ body: { outcomes: { SENT: 1, FAILED: 1, REJECTED: 1 } } }]);
  });

  it('completes what it died over, also where a receipt was the first end', async () => {
    const journal = await aJournal(1);
    const { read } = journal;
    journal.read = () => Promise.reject(new Error('dead'));
    await expect(followMembers(go('DELIVERED', 0), journal)).rejects.toThrow('dead');
    journal.read = read;

    await followMembers(go('DELIVERED', 0), journal);

    expect(completions(journal)).toMatchObject([{ body: { outcomes: { DELIVERED: 1 } } }]);
  });

  it('makes no call for facts of commands that came alone', async () => {
    const journal = new Proxy({} as InMemoryJournal, {
      get: () => () => {
        throw new Error('no call was meant');
      },
    });
    const { batchId: _, batchMember: __, ...alone } = subject(0);

    await followMembers([fact('sent', of(0), AT, { ...alone, ...attempt })], journal);
  });

  it('counts only the commands of the batch itself', () => {
    const forged = fact('sent', commandAggregate('another-command'), AT, { ...subject(0), ...attempt });

    expect(memberEndOf(forged)).toBeUndefined();
  });
});

describe('createBatchFollower', () => {
  const { log } = recordingPorts();

  it('finds ends that nobody noted, and batches that nobody completed', async () => {
    const journal = await aJournal(2);
    const facts = [...go('SENT', 0), ...go('FAILED', 1)];
    const follower = createBatchFollower({ journal, log });
    const first = facts.filter((fact) => follower.concerns(fact));
    expect(first.map(({ type }) => type)).toEqual(['sent', 'failed']);
    expect(await follower.knows(first)).toEqual([false, false]);

    // As the relay does that dies before the batch is complete.
    await journal.insert(first.flatMap((fact) => memberEndOf(fact) ?? []));
    const ends = journal.all().filter((fact) => fact.type === 'member-ended');
    expect(await follower.knows(first)).toEqual([true, true]);
    expect(await follower.knows(ends)).toEqual([false, false]);

    expect(await follower.teach(ends)).toEqual([true, true]);
    expect(completions(journal)).toHaveLength(1);
    expect(await follower.knows(ends)).toEqual([true, true]);
  });

  it('takes a batch whose members are under way for known', async () => {
    const journal = await aJournal(2);
    await followMembers(go('SENT', 0), journal);
    const ends = journal.all().filter((fact) => fact.type === 'member-ended');

    expect(await createBatchFollower({ journal, log }).knows(ends)).toEqual([true]);
  });
});
