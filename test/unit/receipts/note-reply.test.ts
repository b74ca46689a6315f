import { describe, expect, it } from 'vitest';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import { addressOf } from '../../../shared/customers/customer.ts';
import { CustomersUnavailableError } from '../../../shared/customers/errors.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { noteReply, type Reply } from '../../../shared/receipts/note-reply.ts';
import { isOptOut } from '../../../shared/receipts/opt-out.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';

const now = () => Date.parse('2026-11-23T12:00:06.000Z');
const commandId = '7f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c';

const aReply = (change: Partial<Reply> = {}): Reply => ({
  channel: 'sms',
  from: '+14255550182',
  text: 'Yes, please call me.',
  receivedAt: '2026-11-23T12:00:05.000Z',
  intakeId: 'inbound-1',
  ...change,
});

const aWorld = async () => {
  const customers = new InMemoryCustomerStore();
  await customers.put(aCustomer());
  const journal = new InMemoryJournal();
  const cipher = fakeCipher();
  return {
    customers,
    journal,
    cipher,
    note: (reply: Reply) => noteReply(reply, { customers, journal, cipher, now }),
    suppressions: async () => (await customers.get(['cust-456'])).get('cust-456')?.suppressions,
  };
};

describe('noteReply', () => {
  it('notes what a customer said, encrypted under the customer’s key', async () => {
    const { note, cipher } = await aWorld();

    const facts = await note(aReply());

    expect(facts).toMatchObject([
      {
        type: 'responded',
        aggregate: 'customer#cust-456',
        key: 'responded#inbound-1',
        body: { customerId: 'cust-456', channel: 'sms', receivedAt: '2026-11-23T12:00:05.000Z' },
      },
    ]);
    const response = facts.map(({ body }) => ('response' in body ? body.response : '')).join();
    expect(await cipher.decrypt('cust-456', response)).toEqual({ text: 'Yes, please call me.' });
    expect(JSON.stringify(facts)).not.toMatch(/please|4255550182/);
  });

  it('ties an answer to the command that it names', async () => {
    const { note, journal } = await aWorld();
    const subject = {
      agentType: 'sms',
      identity: 'sms-agent-001',
      commandType: 'SEND_SMS',
      customerId: 'cust-456',
    };
    const claim = { ...subject, attempt: 1, owner: 'o', deadlineAt: 0 };
    await journal.insert([fact('claimed', commandAggregate(commandId), 0, claim)]);

    const facts = await note(aReply({ commandId, from: 'unknown' }));

    expect(facts).toMatchObject([{ aggregate: commandAggregate(commandId), body: subject }]);
  });

  it('looks for the sender where the named command is not ours', async () => {
    const { note } = await aWorld();

    expect(await note(aReply({ commandId }))).toMatchObject([{ aggregate: 'customer#cust-456' }]);
  });

  it('rejects an answer of nobody we know, without its words', async () => {
    const { note } = await aWorld();

    const facts = await note(aReply({ from: '+19998887777' }));

    expect(facts).toMatchObject([{ type: 'receipt-rejected', body: { issues: [{ path: 'from' }] } }]);
    expect(JSON.stringify(facts)).not.toMatch(/please|9998887777/);
  });

  it('suppresses the channel at once when the answer ends it, and keeps the words as evidence', async () => {
    const { note, suppressions } = await aWorld();

    const facts = await note(aReply({ text: ' Stop!' }));

    expect(facts.map(({ type }) => type)).toEqual(['suppressing', 'responded']);
    expect(await suppressions()).toMatchObject([
      {
        channel: 'sms',
        reason: 'OPTED_OUT',
        wording: ' Stop!',
        source: 'sms-reply',
        at: '2026-11-23T12:00:05.000Z',
      },
    ]);
  });

  it('says the same facts of an answer that comes twice, and bans once', async () => {
    const { note, suppressions } = await aWorld();

    const first = await note(aReply({ text: 'STOP' }));
    const second = await note(aReply({ text: 'STOP' }));

    expect(second).toEqual(first);
    expect(await suppressions()).toHaveLength(1);
  });

  it('has the ban in force even when the words cannot be encrypted', async () => {
    const { customers, journal, suppressions } = await aWorld();
    const encrypt = async () => {
      throw new CustomersUnavailableError('keys');
    };

    const noting = noteReply(aReply({ text: 'quit' }), { customers, journal, cipher: { encrypt }, now });

    await expect(noting).rejects.toBeInstanceOf(CustomersUnavailableError);
    expect(await suppressions()).toMatchObject([{ reason: 'OPTED_OUT' }]);
  });

  it('finds the sender of a text message wherever text messages go', async () => {
    const { customers, note } = await aWorld();
    const other = aCustomer({
      customerId: 'cust-2',
      addresses: { sms: '+491701234567', phone: '+49301234567' },
    });
    await customers.put(other);

    expect(await note(aReply({ from: addressOf(other, 'sms') ?? '' }))).toMatchObject([
      { aggregate: 'customer#cust-2' },
    ]);
    expect(await note(aReply({ from: '+49301234567', channel: 'sms' }))).toMatchObject([
      { aggregate: 'customer#cust-2' },
    ]);
  });
});

describe('isOptOut', () => {
  it.each([
    'STOP',
    'stop',
    'Stop.',
    ' stopall ',
    'Quit!',
    'END',
    'revoke',
    'Opt out',
    'opt-out',
    'OPTOUT',
    'cancel',
    'Unsubscribe',
    '«STOP»',
    'Stopp',
    'ARRÊT',
    'arret',
    'abmelden',
    'Baja',
    'Uitschrijven',
    'Wypisz mnie',
    'ＳＴＯＰ',
    'S\u200bTOP',
  ])('knows %j', (text) => {
    expect(isOptOut(text)).toBe(true);
  });

  it.each(['', 'Please do not stop', 'stop it now', 'the end', 'cancel my order', 'unsubscribed', 'START'])(
    'takes %j for words like any others',
    (text) => {
      expect(isOptOut(text)).toBe(false);
    },
  );
});
