import { describe, expect, it } from 'vitest';
import { showBatch } from '../../../cli/commands/batch-show.ts';
import { putOnBus } from '../../../cli/delivery/put-on-bus.ts';
import { freshDocument } from '../../../cli/input/fresh-document.ts';
import { followMembers } from '../../../shared/batches/follow-members.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { fact } from '../../../shared/journal/command-facts.ts';
import { aBatch } from '../../support/a-batch.ts';
import { frontDoorPorts } from '../../support/front-door.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

const aStage = async (...documents: unknown[]) => {
  const journal = new InMemoryJournal();
  const lanes = { send: async (entries: readonly unknown[]) => entries.map(() => ({ sent: true as const })) };
  const client = createSwitchboardClient({ ...frontDoorPorts(journal, () => NOW), lanes });
  await client.submit(documents.map((message) => ({ intakeId: 'i', message })));
  let now = NOW;
  const show = (batchId: string, waitSeconds?: number) =>
    showBatch(journal, {
      batchId,
      waitSeconds,
      now: () => now,
      sleep: async (ms) => {
        now += ms;
      },
    });
  return { journal, show };
};

describe('batch show', () => {
  it('says of each member where it stands, and why one was rejected', async () => {
    const batch = aBatch(3);
    batch.batchMessage.messages[1] = { customerId: 'cust-1', action: 'SEND_FAX' };
    const { journal, show } = await aStage(batch);
    const [first] = journal.all().filter(({ type }) => type === 'accepted');
    if (first?.type !== 'accepted') throw new Error('nothing was accepted');
    const sent = { ...first.body, attempt: 1, providerMessageId: 'ses-1', startedAt: NOW };
    await journal.insert([fact('sent', first.aggregate, NOW, sent)]);
    await followMembers(journal.all(), journal);

    const shown = await show(batch.batchMessage.batchId);

    expect(shown).toMatchObject({
      exit: 'OK',
      json: {
        status: 'ACCEPTED',
        members: [
          { customerId: 'cust-0', status: 'SENT' },
          { status: 'REJECTED', issues: [{ path: 'batchMessage.messages.1.action' }] },
          { customerId: 'cust-2', status: 'ACCEPTED' },
        ],
      },
    });
    expect(shown.lines[0]).toBe('ACCEPTED, 3 members: 1 SENT, 1 REJECTED, 1 ACCEPTED');
    expect((await show(batch.batchMessage.batchId, 1)).exit).toBe('FAILED');
  });

  it('names the rules for which a batch was rejected as a whole', async () => {
    const batch = aBatch(2, { batch: { messageCount: 7 } });
    const { show } = await aStage(batch);

    expect(await show(batch.batchMessage.batchId, 60)).toMatchObject({
      exit: 'REJECTED',
      lines: ['REJECTED', '  batchMessage.messageCount: must be the number of messages'],
    });
  });

  it('does not know every id', async () => {
    const { show } = await aStage();

    await expect(show('batch-9')).rejects.toThrow('knows no batch batch-9');
  });
});

describe('a batch on its way from the command line', () => {
  it('is put as BATCH, with a new id where that was asked for', async () => {
    const entries: unknown[] = [];
    const send = async ({ input }: { input: { Entries: object[] } }) => {
      entries.push(...input.Entries);
      return { Entries: input.Entries.map(() => ({ EventId: 'e' })) };
    };
    const bus = { client: { send }, random: () => 0, sleep: async () => undefined } as never;
    const fresh = freshDocument(aBatch(2), '1-2-3', new Date(NOW));

    const deliveries = await putOnBus([fresh, { batchMessage: {}, source: 'crm' }], 'the-bus', bus);
    expect(deliveries).toMatchObject([
      { status: 'NOT_SENT' },
      { status: 'REJECTED', issues: [{ path: 'batchMessage.batchId' }] },
    ]);

    expect(await putOnBus([fresh], 'the-bus', bus)).toEqual([
      { index: 0, batchId: 'batch-1-2-3', status: 'PUT' },
    ]);
    expect(entries).toMatchObject([{ Source: 'campaign-service', DetailType: 'BATCH' }]);
  });
});
