import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { cancelCommand } from '../../../shared/journal/cancel-command.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import type { LaneEntry } from '../../../shared/lanes/lane-sender.ts';
import { InMemoryTimers } from '../../../shared/timers/adapters/in-memory-timers.ts';
import { moveTimer } from '../../../shared/timers/move-timer.ts';
import { TimersUnavailableError } from '../../../shared/timers/timer-store.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { frontDoorPorts } from '../../support/front-door.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

const aClient = (timers = new InMemoryTimers(), now: () => number = () => NOW) => {
  const journal = new InMemoryJournal();
  const entries: LaneEntry[] = [];
  const lanes = {
    send: async (given: readonly LaneEntry[]) => {
      entries.push(...given);
      return given.map(() => ({ sent: true as const }));
    },
  };
  const client = createSwitchboardClient({ ...frontDoorPorts(journal, now), timers, lanes });
  const submit = (...messages: unknown[]) =>
    client.submit(messages.map((message) => ({ intakeId: randomUUID(), message })));
  return { journal, entries, submit };
};

describe('a command that is due in more than two minutes', () => {
  const scheduledFor = '2026-11-23T13:00:00Z';
  const dueAt = Date.parse(scheduledFor);

  it('sets a timer and puts nothing into a lane, and what comes again sets the same one', async () => {
    const timers = new InMemoryTimers();
    const { submit, journal, entries } = aClient(timers);
    const command = aSendEmailCommand({ scheduledFor });

    const [first] = await submit(command);
    const [again] = await submit(command);

    expect([first?.status, again?.status]).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(entries).toEqual([]);
    expect(timers.all()).toMatchObject([{ commandId: command.messageId, dueAt, cause: 'SCHEDULED' }]);
    expect(await journal.read(commandAggregate(command.messageId))).toMatchObject([
      { body: { schedule: 'TIMER', dueAt, deadlineAt: dueAt + 5000 } },
    ]);
  });

  it.each(['moved', 'cancelled'])(
    'leaves one alone that was %s since it first came, also when it comes after its first time',
    async (what) => {
      const timers = new InMemoryTimers();
      let now = NOW;
      const { submit, journal, entries } = aClient(timers, () => now);
      const command = aSendEmailCommand({ scheduledFor });
      const commandId = command.messageId;
      await submit(command);
      const deps = { journal, timers, now: () => now };
      if (what === 'moved') await moveTimer({ commandId, to: dueAt + 3_600_000, by: 'ada' }, deps);
      else await cancelCommand({ commandId, cause: 'OPERATOR', by: 'ada' }, deps);
      const [waiting] = what === 'moved' ? timers.all() : [];
      await timers.remove(waiting === undefined ? timers.all() : []);

      for (const at of [NOW + 60_000, dueAt - 60_000, dueAt + 60_000]) {
        now = at;
        await submit(command);
      }

      expect(entries).toEqual([]);
      expect(timers.all()).toEqual(waiting === undefined ? [] : [waiting]);
    },
  );

  it('sets the timer of one whose first word was lost, although a broken document came under its id', async () => {
    const timers = new InMemoryTimers();
    const put = timers.put.bind(timers);
    timers.put = async () => Promise.reject(new TimersUnavailableError('no answer'));
    const { submit } = aClient(timers);
    const command = aSendEmailCommand({ scheduledFor });
    await submit({ ...command, target: 'nobody' });
    const [lost] = await submit(command);
    timers.put = put;

    await submit(command);

    expect(lost).toMatchObject({ status: 'FAILED', cause: 'TimersUnavailableError' });
    expect(timers.all()).toMatchObject([{ commandId: command.messageId, dueAt }]);
  });

  it('rejects what is more than a year ahead, and names the field', async () => {
    const [result] = await aClient().submit(aSendEmailCommand({ scheduledFor: '2027-11-25T12:00:01Z' }));

    expect(result).toMatchObject({
      status: 'REJECTED',
      issues: [{ path: 'command.scheduledFor', rule: 'must be at most 366 days ahead' }],
    });
  });
});
