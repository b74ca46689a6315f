import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unknownAgeSeconds } from '../../../config/lanes.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { JournalUnavailableError } from '../../../shared/journal/errors.ts';
import { nextStep } from '../../../shared/journal/next-step.ts';
import { parkOldUnknown } from '../../../shared/journal/park-old-unknown.ts';
import { type Priority, priorities } from '../../../shared/messages/priority.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';

const START = 1_700_000_000_000;
const HOUR_MS = 3_600_000;
const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};

/** A journal that counts what is read of it. */
const aWorld = () => {
  const journal = new InMemoryJournal();
  const controls = new InMemoryControlStore();
  let [now, reads] = [START, 0];
  const unknown = async (tier: Priority, since = START) => {
    const of = commandAggregate(randomUUID());
    const at = {
      tier,
      source: 's',
      acceptedAt: START,
      dueAt: START,
      deadlineAt: START,
      schedule: 'NONE',
    } as const;
    await journal.insert([
      fact('accepted', of, START, { ...subject, ...at }),
      fact('claimed', of, START, { ...subject, attempt: 1, owner: 'o', deadlineAt: START }),
      fact('unknown', of, since, { ...subject, attempt: 1, cause: 'TimeoutError' }),
    ]);
    return of;
  };
  const run = async (
    hours: number,
    hasTime: () => boolean = () => true,
    failsAt = Number.POSITIVE_INFINITY,
  ) => {
    now = START + hours * HOUR_MS;
    reads = 0;
    const counting = {
      insert: (...args: Parameters<InMemoryJournal['insert']>) => journal.insert(...args),
      listUnknownBetween: (...args: [number, number, number]) => journal.listUnknownBetween(...args),
      read: (aggregate: string) => {
        reads += 1;
        if (reads === failsAt) throw new JournalUnavailableError();
        return journal.read(aggregate);
      },
    };
    const parked = await parkOldUnknown({
      journal: counting,
      controls,
      ageSeconds: unknownAgeSeconds,
      now: () => now,
      hasTime,
    });
    return { parked: parked.map(({ aggregate }) => aggregate), reads };
  };
  return { journal, unknown, run };
};

describe('parkOldUnknown', () => {
  it('parks each command when it was UNKNOWN for as long as its tier allows, and no sooner', async () => {
    const { unknown, run, journal } = aWorld();
    const of = Object.fromEntries(
      await Promise.all(priorities.map(async (tier) => [tier, await unknown(tier)] as const)),
    );

    expect((await run(24)).parked).toEqual([]);
    expect((await run(24.1)).parked).toEqual([of['CRITICAL'], of['HIGH']]);
    expect((await run(72)).parked).toEqual([]);
    expect((await run(72.1)).parked).toEqual([of['MEDIUM'], of['LOW']]);
    expect((await journal.read(of['LOW'] ?? '')).at(-1)).toMatchObject({
      key: 'parked#1',
      body: { cause: 'UNKNOWN_TOO_LONG' },
    });
  });

  it('leaves alone what was resolved meanwhile, and never reads anything again that it has seen', async () => {
    const { unknown, run, journal } = aWorld();
    const of = await unknown('LOW');
    await journal.insert([
      fact('delivered', of, START, { ...subject, providerMessageId: 'm', occurredAt: '' }),
    ]);

    expect(await run(80)).toEqual({ parked: [], reads: priorities.length });
    expect(await run(90)).toEqual({ parked: [], reads: 0 });
  });

  it('parks what was found not to be taken after its message had gone, and lets a message that comes go on', async () => {
    const { unknown, run, journal } = aWorld();
    const [lost, retried] = [await unknown('LOW'), await unknown('LOW')];
    for (const of of [lost, retried])
      await journal.insert([fact('not-accepted', of, START, { attempt: 1, cause: 'THROTTLED' })]);
    await journal.insert([
      fact('claimed', retried, START, { ...subject, attempt: 2, owner: 'o', deadlineAt: START }),
      fact('not-accepted', retried, START, { attempt: 2, cause: 'THROTTLED' }),
    ]);

    expect((await run(80)).parked).toEqual([lost]);

    const facts = await journal.read(lost);
    const state = commandStateOf(facts);
    expect(facts).toContainEqual(
      expect.objectContaining({ key: 'parked#0', body: expect.objectContaining({ cause: 'MESSAGE_LOST' }) }),
    );
    expect(state.status).toBe('PARKED');
    expect(nextStep(state, { owner: 'another', now: START })).toEqual({ kind: 'attempt', attempt: 2 });
  });

  it('goes on where a failure stopped it, and reads what came before no more', async () => {
    const { unknown, run } = aWorld();
    for (let at = 0; at < 50; at += 1) await unknown('LOW', START + at);

    await expect(run(80, () => true, 4 * 50 - 5)).rejects.toThrow(JournalUnavailableError);

    expect((await run(80)).reads).toBeLessThan(20);
  });

  it('begins nothing without time, and goes on with it the next time', async () => {
    const { unknown, run } = aWorld();
    const of = await unknown('LOW');

    expect(await run(80, () => false)).toEqual({ parked: [], reads: 0 });
    expect((await run(80)).parked).toEqual([of]);
  });
});
