import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { resolveUnknown } from '../../../cli/commands/unknown-resolve.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import { nextStep } from '../../../shared/journal/next-step.ts';

const AT = Date.parse('2026-11-23T12:00:00Z');
const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
};
const said = { reason: 'PROVIDER_CONSOLE', by: 'ada', now: () => AT };

const aCommand = async (end: 'unknown' | 'parked' | 'none' | 'sent') => {
  const [journal, commandId] = [new InMemoryJournal(), randomUUID()];
  const of = commandAggregate(commandId);
  const body = { ...subject, attempt: 1, cause: 'TimeoutError' };
  await journal.insert([fact('claimed', of, AT, { ...subject, attempt: 1, owner: 'o', deadlineAt: AT })]);
  if (end === 'unknown' || end === 'parked') await journal.insert([fact('unknown', of, AT, body)]);
  if (end === 'parked') await journal.insert([fact('parked', of, AT, body)]);
  const sent = fact('sent', of, AT, { ...subject, attempt: 1, providerMessageId: 'm', startedAt: AT });
  if (end === 'sent') await journal.insert([sent]);
  const state = async () => commandStateOf(await journal.read(of));
  return { journal, commandId, of, state, sent };
};

describe('unknown resolve', () => {
  it.each(['unknown', 'parked'] as const)(
    'counts as sent what was taken (%s), and records who said so',
    async (end) => {
      const { journal, commandId, of } = await aCommand(end);

      const { json, lines } = await resolveUnknown(journal, { ...said, commandId, taken: true });

      expect([json, lines]).toEqual([
        { commandId, status: 'SENT', facts: ['confirmed#1'] },
        [`${commandId} is SENT.`],
      ]);
      const stored = (await journal.read(of)).find(({ type }) => type === 'confirmed');
      expect(stored?.body).toEqual({ ...subject, attempt: 1, by: 'ada', reason: 'PROVIDER_CONSOLE' });
    },
  );

  it.each(['unknown', 'parked'] as const)(
    'lets what was not taken (%s) be attempted again, once its message comes',
    async (end) => {
      const { journal, commandId, state, of } = await aCommand(end);

      const { json, lines } = await resolveUnknown(journal, { ...said, commandId, taken: false });

      expect(json).toMatchObject({ status: 'PARKED' });
      expect(lines.join(' ')).toContain('Send the same document again');
      expect(await journal.read(of)).toContainEqual(
        fact('not-accepted', of, AT, { attempt: 1, cause: 'OPERATOR:PROVIDER_CONSOLE', by: 'ada' }),
      );
      expect(nextStep(await state(), { owner: 'b', now: AT })).toEqual({ kind: 'attempt', attempt: 2 });
    },
  );

  it('lets a record of ours that comes in between stand above what an operator said', async () => {
    const { journal, commandId, state, sent } = await aCommand('unknown');
    const slow = {
      read: (aggregate: string) => journal.read(aggregate),
      insert: async (...args: Parameters<typeof journal.insert>) => {
        await journal.insert([sent]);
        return journal.insert(...args);
      },
    };

    expect(await resolveUnknown(slow, { ...said, commandId, taken: false })).toMatchObject({
      json: { status: 'SENT' },
    });
    expect(nextStep(await state(), { owner: 'b', now: AT })).toEqual({ kind: 'duplicate' });
  });

  it.each([
    ['none', 'is IN_PROGRESS'],
    ['sent', 'is SENT'],
  ] as const)('refuses what is not open (%s)', async (end, message) => {
    const { journal, commandId } = await aCommand(end);
    const before = journal.all();

    await expect(resolveUnknown(journal, { ...said, commandId, taken: true })).rejects.toMatchObject({
      exit: 'FAILED',
      message: expect.stringContaining(message),
    });
    await expect(resolveUnknown(journal, { ...said, commandId: 'nobody', taken: true })).rejects.toThrow(
      'knows no command',
    );
    expect(journal.all()).toEqual(before);
  });
});
