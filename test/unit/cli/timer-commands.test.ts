import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cancelTimer, listTimers, moveTo } from '../../../cli/commands/timer-commands.ts';
import { timelineOf } from '../../../cli/format/format-timeline.ts';
import { readTime } from '../../../cli/input/read-time.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import { InMemoryTimers } from '../../../shared/timers/adapters/in-memory-timers.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { frontDoorPorts } from '../../support/front-door.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

/** A stage with two commands that wait. */
const aStage = async () => {
  const [journal, timers] = [new InMemoryJournal(), new InMemoryTimers()];
  const lanes = { send: async () => [] };
  const client = createSwitchboardClient({ ...frontDoorPorts(journal, () => NOW), timers, lanes });
  const [late, soon] = ['2026-12-24T09:00:00Z', '2026-11-23T14:00:00Z'].map((scheduledFor) =>
    aSendEmailCommand({ scheduledFor, customerId: `cust-${randomUUID()}` }),
  );
  if (late === undefined || soon === undefined) throw new Error('no commands');
  await client.submit([late, soon].map((message) => ({ intakeId: randomUUID(), message })));
  return { deps: { journal, timers, now: () => NOW }, timers, late, soon };
};

describe('timer list', () => {
  it('shows what waits, the first first, and only what was asked for', async () => {
    const { timers, late, soon } = await aStage();

    const all = await listTimers(timers, { limit: 50 });
    const one = await listTimers(timers, { limit: 50, customer: late.command.customerId });

    expect(all.json).toMatchObject({
      waiting: 2,
      timers: [{ commandId: soon.messageId, cause: 'SCHEDULED' }, { commandId: late.messageId }],
    });
    expect(one.json).toMatchObject({ waiting: 1, timers: [{ commandId: late.messageId }] });
    expect((await listTimers(timers, { limit: 1 })).lines.at(-1)).toBe('2 wait, 1 shown.');
  });
});

describe('timer cancel', () => {
  it('takes a command back, forgets its timer, and may be repeated', async () => {
    const { deps, timers, late } = await aStage();

    const outcome = await cancelTimer(deps, late.messageId, 'ada');

    expect(outcome).toMatchObject({ exit: 'OK', json: { status: 'CANCELLED', waited: true } });
    expect(timers.all().map(({ commandId }) => commandId)).not.toContain(late.messageId);
    expect(await cancelTimer(deps, late.messageId, 'ada')).toMatchObject({ exit: 'OK' });
  });

  it('fails for a command that nobody knows', async () => {
    const { deps } = await aStage();

    await expect(cancelTimer(deps, 'none', 'ada')).rejects.toThrow('The journal knows no command none.');
  });
});

describe('timer move', () => {
  it('says when it is due now, and why it cannot be', async () => {
    const { deps, late, soon } = await aStage();
    const move = (commandId: string, to: string) =>
      moveTo(deps, { commandId, to: Date.parse(to), by: 'ada' });

    expect((await move(late.messageId, '2026-12-01T08:00:00Z')).lines).toEqual([
      'It is due at 2026-12-01T08:00:00.000Z.',
    ]);
    await expect(move(late.messageId, '2036-12-01T08:00:00Z')).rejects.toThrow(/at most 366 days ahead/);
    await cancelTimer(deps, soon.messageId, 'ada');
    await expect(move(soon.messageId, '2026-12-01T08:00:00Z')).rejects.toThrow(/does not wait as a timer/);
  });
});

describe('command status', () => {
  it('names a move with its time, and a cancellation as one', async () => {
    const { deps, late } = await aStage();
    await moveTo(deps, { commandId: late.messageId, to: NOW + 86_400_000, by: 'ada' });
    await cancelTimer(deps, late.messageId, 'ada');

    const timeline = timelineOf(await deps.journal.read(commandAggregate(late.messageId)));

    expect(timeline.map(({ fact, cause }) => [fact, cause])).toEqual([
      ['accepted', 'TIMER'],
      ['timer-moved#1', 'due 2026-11-24T12:00:00.000Z'],
      ['cancelled', 'OPERATOR'],
    ]);
  });
});

describe('readTime', () => {
  it('reads a time with an offset, and one of a zone, also where its clocks skip it', () => {
    expect(readTime('2026-12-24T09:30:00+01:00')).toBe(Date.parse('2026-12-24T08:30:00Z'));
    expect(readTime('2026-12-24T09:30', 'Europe/Berlin')).toBe(Date.parse('2026-12-24T08:30:00Z'));
    expect(readTime('2026-03-29T02:30', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T01:30:00Z'));
  });

  it.each([
    ['2026-12-24T09:30', undefined, /no time with an offset/],
    ['2026-12-24T09:30Z', 'Europe/Berlin', /no time of a clock/],
    ['2026-02-30T09:30', 'Europe/Berlin', /no time of a clock/],
    ['2026-02-28T24:00', 'Europe/Berlin', /no time of a clock/],
    ['2026-12-24T09:30', 'Mars/Olympus', /Mars\/Olympus is no time zone/],
  ])('refuses %s in zone %s', (text, zone, message) => {
    expect(() => readTime(text, zone)).toThrow(message);
  });
});
