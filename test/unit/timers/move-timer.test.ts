import { describe, expect, it } from 'vitest';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { cancelCommand } from '../../../shared/journal/cancel-command.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandSubject } from '../../../shared/journal/command-subject.ts';
import { InMemoryTimers } from '../../../shared/timers/adapters/in-memory-timers.ts';
import { moveTimer } from '../../../shared/timers/move-timer.ts';
import { aTimer } from '../../contracts/timer-contract.ts';
import { CrashPlan } from '../../support/crash-plan.ts';

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;

/** A command that waits for an hour. */
const aWorld = async ({ dueAt = NOW + 60 * MINUTE, expiresAt = undefined as string | undefined } = {}) => {
  const [journal, timers] = [new InMemoryJournal(), new InMemoryTimers()];
  const made = aTimer(dueAt);
  const lane = made.entry.message;
  const message = { ...lane.message, command: { ...lane.message.command, expiresAt } };
  const timer = { ...made, entry: { ...made.entry, message: { ...lane, message } } };
  const { commandId } = timer;
  const aggregate = commandAggregate(commandId);
  const times = { acceptedAt: NOW, dueAt, deadlineAt: dueAt + 5000 };
  const body = {
    ...commandSubject(lane),
    ...times,
    tier: lane.tier,
    source: 'crm',
    schedule: 'TIMER' as const,
  };
  await journal.insert([fact('accepted', aggregate, NOW, body)]);
  await timers.put([timer]);
  const ports = { journal, timers, now: () => NOW };
  const move = (to: number, deps: Parameters<typeof moveTimer>[1] = ports) =>
    moveTimer({ commandId, to, by: 'ada' }, deps);
  const movesTold = async () => (await journal.read(aggregate)).filter(({ type }) => type === 'timer-moved');
  return { journal, timers, timer, commandId, move, movesTold, ports };
};

describe('moveTimer', () => {
  it('moves a command later, earlier and back, its deadline with it, and tells each move once', async () => {
    const { timers, timer, move, movesTold } = await aWorld();

    for (const to of [NOW + 90 * MINUTE, NOW + 30 * MINUTE, NOW + 60 * MINUTE, NOW + 60 * MINUTE])
      expect(await move(to)).toMatchObject({ kind: 'MOVED', timer: { dueAt: to } });

    expect(timers.all()).toEqual([timer]);
    expect(await movesTold()).toMatchObject([
      { body: { nth: 1, from: NOW + 60 * MINUTE, dueAt: NOW + 90 * MINUTE } },
      { body: { nth: 2, from: NOW + 90 * MINUTE, dueAt: NOW + 30 * MINUTE } },
      { body: { nth: 3, from: NOW + 30 * MINUTE, dueAt: NOW + 60 * MINUTE } },
    ]);
  });

  it('ends, repeated, what one that died began, wherever that was', async () => {
    const to = NOW + 90 * MINUTE;
    for (let call = 0; call < 4; call += 1) {
      for (const when of ['before', 'after'] as const) {
        const { journal, timers, move, movesTold } = await aWorld();
        const plan = new CrashPlan({ call, when });
        const dying = { journal: plan.wrap(journal), timers: plan.wrap(timers), now: () => NOW };
        await Promise.race([move(to, dying), plan.crashed]);

        expect(await move(to)).toMatchObject({ kind: 'MOVED' });

        expect(timers.all()).toMatchObject([{ dueAt: to, entry: { message: { dueAt: to } } }]);
        expect(await movesTold()).toHaveLength(1);
      }
    }
  });

  it('leaves one time of two that are wanted at once, and tells both in the order in which they held', async () => {
    const { timers, move, movesTold } = await aWorld();

    await Promise.all([move(NOW + 90 * MINUTE), move(NOW + 30 * MINUTE)]);

    const told = await movesTold();
    expect(timers.all()).toHaveLength(1);
    expect(told).toHaveLength(2);
    expect(told.at(-1)?.body).toMatchObject({ nth: 2, dueAt: timers.all()[0]?.dueAt });
  });

  it('is too late where a sweep may have read it already', async () => {
    const { move, timers, timer } = await aWorld({ dueAt: NOW + 3 * MINUTE - 1 });

    expect(await move(NOW + 60 * MINUTE)).toEqual({ kind: 'TOO_LATE' });
    expect(timers.all()).toEqual([timer]);
  });

  it.each([
    ['beyond the farthest day', NOW + 367 * 86_400_000, 'must be at most 366 days ahead'],
    ['past its own expiry', NOW + 120 * MINUTE, /must be before the command's expiresAt/],
  ])('refuses a time %s', async (_, to, rule) => {
    const { move, movesTold } = await aWorld({ expiresAt: new Date(NOW + 100 * MINUTE).toISOString() });

    const result = await move(to);

    expect(result.kind === 'REFUSED' ? result.rule : result.kind).toMatch(rule);
    expect(await movesTold()).toEqual([]);
  });

  it('moves nothing that was taken back or never waited', async () => {
    const { ports, commandId, move } = await aWorld();
    await cancelCommand({ commandId, cause: 'OPERATOR', by: 'ada' }, ports);

    expect(await move(NOW + 90 * MINUTE)).toEqual({ kind: 'GONE' });
    expect(await moveTimer({ commandId: 'none', to: NOW, by: 'ada' }, ports)).toEqual({ kind: 'GONE' });
  });
});
