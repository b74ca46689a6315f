import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { showStatus } from '../../../cli/commands/command-status.ts';
import { listUnknown } from '../../../cli/commands/unknown-list.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';

const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};
const AT = Date.parse('2024-01-15T10:30:00Z');

const accepted = (id: string) =>
  fact('accepted', commandAggregate(id), AT, {
    ...subject,
    tier: 'HIGH',
    source: 'agent-coordinator',
    acceptedAt: AT,
    dueAt: AT,
    deadlineAt: AT + 5000,
    schedule: 'PAST_SENT_AT_ONCE',
  });
const claimed = (id: string) =>
  fact('claimed', commandAggregate(id), AT, { ...subject, attempt: 1, owner: 'o', deadlineAt: AT });
const unknown = (id: string, at = AT) =>
  fact('unknown', commandAggregate(id), at, { ...subject, attempt: 1, cause: 'TIMEOUT' });
const sent = (id: string) =>
  fact('sent', commandAggregate(id), AT, { ...subject, attempt: 1, providerMessageId: 'p', startedAt: AT });

/** A clock that only sleeping moves. */
const aClock = (onSleep: () => Promise<unknown> = async () => {}) => {
  let now = 0;
  return {
    now: () => now,
    sleep: async (ms: number) => {
      now += ms;
      await onSleep();
    },
  };
};

describe('command status', () => {
  it('shows the state and the facts with their causes', async () => {
    const [journal, id] = [new InMemoryJournal(), randomUUID()];
    await journal.insert([accepted(id), claimed(id), unknown(id)]);

    const outcome = await showStatus(journal, { ...aClock(), commandId: id, waitSeconds: undefined });

    expect(outcome).toMatchObject({ exit: 'OK', json: { commandId: id, status: 'UNKNOWN', attempts: 1 } });
    expect(outcome.lines).toEqual([
      'UNKNOWN, 1 attempt',
      '  TIME                      FACT       CAUSE',
      '  2024-01-15T10:30:00.000Z  accepted   PAST_SENT_AT_ONCE',
      '  2024-01-15T10:30:00.000Z  claimed#1',
      '  2024-01-15T10:30:00.000Z  unknown#1  TIMEOUT',
    ]);
  });

  it('names path and rule of a rejection', async () => {
    const [journal, id] = [new InMemoryJournal(), randomUUID()];
    const issues = [{ path: 'command.customerId', rule: 'must be text' }];
    await journal.insert([fact('rejected', commandAggregate(id), AT, { issues, intakeId: 'i' })]);

    const outcome = await showStatus(journal, { ...aClock(), commandId: id, waitSeconds: 1 });

    expect(outcome.exit).toBe('FAILED');
    expect(outcome.lines.at(-1)).toContain('command.customerId: must be text');
  });

  it('waits for a command that is not there yet until it is sent', async () => {
    const [journal, id] = [new InMemoryJournal(), randomUUID()];
    const steps = [accepted(id), claimed(id), sent(id)];
    const clock = aClock(() => journal.insert(steps.splice(0, 1)));

    const outcome = await showStatus(journal, { ...clock, commandId: id, waitSeconds: 60 });

    expect(outcome).toMatchObject({ exit: 'OK', json: { status: 'SENT', ended: true } });
  });

  it('fails when the time is up before the end', async () => {
    const [journal, id] = [new InMemoryJournal(), randomUUID()];
    await journal.insert([accepted(id)]);

    const outcome = await showStatus(journal, { ...aClock(), commandId: id, waitSeconds: 3 });

    expect(outcome).toMatchObject({ exit: 'FAILED', json: { status: 'ACCEPTED', ended: false } });
  });

  it('says that it knows no such command', async () => {
    const asked = { ...aClock(), commandId: 'cmd-1', waitSeconds: undefined };

    await expect(showStatus(new InMemoryJournal(), asked)).rejects.toMatchObject({
      exit: 'FAILED',
      message: 'The journal knows no command cmd-1.',
    });
  });
});

describe('unknown list', () => {
  it('lists each command that is still UNKNOWN once', async () => {
    const [journal, open, resolved] = [new InMemoryJournal(), randomUUID(), randomUUID()];
    await journal.insert([
      claimed(open),
      unknown(open),
      claimed(resolved),
      unknown(resolved),
      sent(resolved),
    ]);

    const { exit, json, lines } = await listUnknown(journal);

    expect(exit).toBe('OK');
    expect(json).toEqual({
      complete: true,
      unknown: [
        {
          commandId: open,
          since: '2024-01-15T10:30:00.000Z',
          attempt: 1,
          cause: 'TIMEOUT',
          agentType: 'email',
          identity: 'email-agent-001',
        },
      ],
    });
    expect(lines[1]).toMatch(new RegExp(`^${open}  2024-01-15T10:30:00.000Z +1  TIMEOUT  email-agent-001$`));
  });

  it('says that there is none', async () => {
    expect((await listUnknown(new InMemoryJournal())).lines).toEqual(['No command is UNKNOWN.']);
  });
});
