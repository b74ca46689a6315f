import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InMemoryConversationStore } from '../../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { createConversationWriter } from '../../../shared/conversations/conversation-writer.ts';
import type { Escalation } from '../../../shared/coordination/escalate.ts';
import { noteMessage } from '../../../shared/coordination/note-message.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { specifiedDocuments } from '../../../shared/messages/catalog/specified-documents.ts';
import type { EventType } from '../../../shared/messages/message-types.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { badContextUpdates, badEvents } from '../../support/bad-documents.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';
import { withValueAt } from '../../support/specification-documents.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const CANARY = 'CANARY';
const customerId = 'cust-456';

const aCoordinator = (allowPlainContext = true) => {
  const journal = new InMemoryJournal();
  const conversationStore = new InMemoryConversationStore();
  const escalations: Escalation[] = [];
  const now = () => NOW;
  const deps = {
    journal,
    cipher: fakeCipher(),
    conversations: createConversationWriter({ conversations: conversationStore, journal, now }),
    allowPlainContext,
    escalate: async (escalation: Escalation) => {
      escalations.push(escalation);
      return { outcome: 'TASK', taskId: escalation.escalationId } as const;
    },
    now,
  };
  const noteAs = async (messageType: 'EVENT' | 'CONTEXT_UPDATE', message: unknown) => {
    const facts = await noteMessage({ intakeId: 'bus-1', messageType, message }, deps);
    await journal.insert([...facts]);
    return facts;
  };
  const note = async (message: object) => noteAs('event' in message ? 'EVENT' : 'CONTEXT_UPDATE', message);
  const known = async () => conversationStore.get(customerId);
  return { note, noteAs, known, journal, escalations };
};

const anUpdate = (updates: unknown, change: object = {}): object => ({
  ...(withValueAt(specifiedDocuments.CONTEXT_UPDATE, 'contextUpdate.updates', updates) as object),
  ...change,
});

const anEvent = (type: EventType, recipientResponse: unknown = null, change: object = {}): object => {
  const { EVENT } = specifiedDocuments;
  const metadata = { deliveryTime: null, messageId: null, recipientResponse, channel: 'sms' };
  return { ...EVENT, event: { type, customerId, status: 'RESPONDED', metadata }, ...change };
};

const encrypted = async (value: unknown, of = customerId) => fakeCipher().encrypt(of, value);

describe('a CONTEXT_UPDATE', () => {
  it('becomes what is known of its customer, and its fact names the fields and nothing of what they say', async () => {
    const { note, known, journal } = aCoordinator();

    await note(anUpdate({ sentiment: 'angry', 'my own secret': CANARY }));

    expect((await known())?.context).toEqual({ sentiment: 'angry', 'my own secret': CANARY });
    expect(journal.all()).toMatchObject([
      {
        type: 'context-updated',
        body: { version: 1, source: 'email-agent-001', fields: ['sentiment', 'other'] },
      },
    ]);
    expect(JSON.stringify(journal.all())).not.toContain(CANARY);
    expect(JSON.stringify(journal.all())).not.toContain('my own secret');
  });

  it('never overwrites what is newer when it comes late', async () => {
    const { note, known } = aCoordinator();

    await note(anUpdate({ sentiment: 'happy' }, { timestamp: '2024-01-15T10:45:00Z' }));
    await note(anUpdate({ sentiment: 'angry', escalationTrigger: true }));

    expect((await known())?.context).toEqual({ sentiment: 'happy', escalationTrigger: true });
  });

  it('has its effect and its fact once when it comes twice', async () => {
    const { note, known, journal } = aCoordinator();

    await note(anUpdate({ sentiment: 'angry' }));
    await note(anUpdate({ sentiment: 'angry' }));

    expect((await known())?.version).toBe(1);
    expect(journal.all()).toHaveLength(1);
  });

  it('is read where it is encrypted, on every stage', async () => {
    const { note, known } = aCoordinator(false);

    await note(anUpdate(await encrypted({ sentiment: 'angry' })));

    expect((await known())?.context).toEqual({ sentiment: 'angry' });
  });

  const refused = [
    {
      name: 'in the clear where the stage takes none',
      allow: false,
      path: '',
      updates: async () => ({ sentiment: 'angry' }),
    },
    {
      name: "under another customer's key",
      allow: true,
      path: '',
      updates: async () => encrypted({}, 'cust-457'),
    },
    {
      name: 'whose encrypted content is no object',
      allow: true,
      path: '',
      updates: async () => encrypted(['x']),
    },
    {
      name: 'whose encrypted content breaks a rule',
      allow: true,
      path: '.lastContactTime',
      updates: async () => encrypted({ lastContactTime: 'yesterday' }),
    },
    {
      name: 'with a value of more than 1,000 bytes',
      allow: true,
      path: '',
      updates: async () => ({ note: 'x'.repeat(1001) }),
    },
    {
      name: 'with a name of more than 64 characters',
      allow: true,
      path: '',
      updates: async () => ({ ['n'.repeat(65)]: 1 }),
    },
  ];
  for (const { name, allow, path, updates } of refused) {
    it(`is rejected ${name}`, async () => {
      const { note, known } = aCoordinator(allow);

      const facts = await note(anUpdate(await updates()));

      expect(facts).toMatchObject([
        { type: 'rejected', body: { issues: [{ path: `contextUpdate.updates${path}` }] } },
      ]);
      expect(await known()).toBeUndefined();
    });
  }

  it('is put aside over 16 hops, and a fact says so', async () => {
    const { note, known } = aCoordinator();

    const facts = await note(anUpdate({ sentiment: 'angry' }, { correlation: { hops: 17 } }));

    expect(facts).toMatchObject([
      {
        type: 'event-received',
        body: { eventType: 'CONTEXT_UPDATE', customerId, parkedFor: 'TOO_MANY_HOPS' },
      },
    ]);
    expect(await known()).toBeUndefined();
  });

  it('ends a loop of updates that answer each other', async () => {
    const { note, journal } = aCoordinator();
    let turns = 0;
    let hops = 0;
    while (turns < 100) {
      const before = new Set(journal.all().map(({ key }) => key));
      const messageId = `7f1c0a56-6c54-4a53-9f0a-${String(turns).padStart(12, '0')}`;
      await note(
        anUpdate(
          { turn: turns },
          { messageId, timestamp: new Date(NOW + turns).toISOString(), correlation: { hops } },
        ),
      );
      const [event] = journal
        .all()
        .filter(({ key }) => !before.has(key))
        .map(eventOfFact);
      if (event === undefined) break;
      hops = (event.correlation.hops ?? 0) + 1;
      turns += 1;
    }

    expect(turns).toBe(9);
  });
});

describe('an EVENT that the coordinator acts on', () => {
  it('adds an answer to the history of its conversation, once', async () => {
    const { note, known, journal } = aCoordinator(false);
    const answer = anEvent('CUSTOMER_RESPONDED', await encrypted({ text: CANARY }));

    await note(answer);
    await note(answer);

    expect(await known()).toMatchObject({
      version: 1,
      context: { responseReceived: true, lastContactChannel: 'sms', lastContactTime: '2024-01-15T10:35:00Z' },
      history: [{ channel: 'sms', direction: 'inbound', response: { text: CANARY } }],
    });
    expect(journal.all().map(({ type }) => type)).toEqual(['context-updated', 'event-received']);
    expect(JSON.stringify(journal.all())).not.toContain(CANARY);
  });

  for (const [type, tier] of [
    ['SYSTEM_FAILURE', 'CRITICAL'],
    ['EMERGENCY_ESCALATION', 'CRITICAL'],
    ['CUSTOMER_RESPONDED', 'HIGH'],
  ] as const) {
    it(`is put into the journal with its type's tier: ${type}`, async () => {
      const { note } = aCoordinator();

      expect(await note(anEvent(type))).toMatchObject([
        { type: 'event-received', body: { eventType: type, tier } },
      ]);
    });
  }

  it('raises the escalation trigger of a customer with an emergency', async () => {
    const { note, known } = aCoordinator();

    await note(anEvent('EMERGENCY_ESCALATION'));

    expect((await known())?.context).toEqual({ escalationTrigger: true });
  });

  it('is rejected with an answer in the clear where the stage takes none, and without repeating it', async () => {
    const { note, known } = aCoordinator(false);

    const facts = await note(anEvent('CUSTOMER_RESPONDED', { text: CANARY }));

    expect(facts).toMatchObject([
      { type: 'rejected', body: { issues: [{ path: 'event.metadata.recipientResponse' }] } },
    ]);
    expect(JSON.stringify(facts)).not.toContain(CANARY);
    expect(await known()).toBeUndefined();
  });

  it('has no effect over 16 hops, and a fact says so', async () => {
    const { note, known } = aCoordinator();

    const facts = await note(anEvent('EMERGENCY_ESCALATION', null, { correlation: { hops: 17 } }));

    expect(facts).toMatchObject([
      { body: { eventType: 'EMERGENCY_ESCALATION', parkedFor: 'TOO_MANY_HOPS' } },
    ]);
    expect(await known()).toBeUndefined();
  });
});

describe('a broken document that is to be noted', () => {
  const all = [
    ...badContextUpdates().map((bad) => ({ messageType: 'CONTEXT_UPDATE' as const, ...bad })),
    ...badEvents().map((bad) => ({ messageType: 'EVENT' as const, ...bad })),
  ];

  it('comes in at least 12 kinds of each message, no two of them alike', () => {
    expect(badContextUpdates().length).toBeGreaterThanOrEqual(12);
    expect(badEvents().length).toBeGreaterThanOrEqual(12);
    expect(new Set(all.map(({ document }) => JSON.stringify(document))).size).toBe(all.length);
  });

  for (const { messageType, name, path, document } of all) {
    it(`is rejected by naming ${path || 'the document'}: ${messageType} with ${name}`, async () => {
      const { noteAs, known } = aCoordinator();

      const facts = await noteAs(messageType, document);

      expect(facts).toMatchObject([{ type: 'rejected', body: { issues: [{ path }] } }]);
      expect(await known()).toBeUndefined();
    });
  }
});

describe('EVENTs that escalate', () => {
  it('become escalations of their level and reason, about whom they name', async () => {
    const { note, escalations } = aCoordinator();
    const { EVENT } = specifiedDocuments;
    const metadata = {
      ...EVENT.event.metadata,
      escalationLevel: 4,
      reason: 'THREAT',
      avoidChannels: ['email'],
    };

    await note({ ...EVENT, event: { ...EVENT.event, type: 'EMERGENCY_ESCALATION', metadata } });
    await note(anEvent('SYSTEM_FAILURE'));

    expect(escalations).toMatchObject([
      { escalationId: EVENT.messageId, level: 4, reason: 'THREAT', customerId, avoid: ['email'] },
      { level: 8, reason: 'SYSTEM_FAILURE' },
    ]);
    expect(escalations[0]).toMatchObject(withoutHops(EVENT.correlation));
  });

  it('are one matter an hour where a system fails again and again with the same reason', async () => {
    const { note, escalations } = aCoordinator();
    const failure = (at: string, reason = 'DISK_FULL') => {
      const event = anEvent('SYSTEM_FAILURE', null, { timestamp: at, messageId: randomUUID() }) as {
        event: { metadata: object };
      };
      return { ...event, event: { ...event.event, metadata: { ...event.event.metadata, reason } } };
    };

    await note(failure('2026-11-26T12:01:00Z'));
    await note(failure('2026-11-26T12:59:00Z'));
    await note(failure('2026-11-26T13:00:00Z'));
    await note(failure('2026-11-26T12:02:00Z', 'QUEUE_FULL'));

    const [first, second, third, fourth] = escalations.map(({ escalationId }) => escalationId);
    expect(second).toBe(first);
    expect(new Set([first, third, fourth]).size).toBe(3);
  });

  it.each([
    ['escalationLevel', 10],
    ['reason', 'the customer is angry'],
    ['avoidChannels', ['a b']],
  ])('are rejected for a broken %s, and escalate nothing', async (field, value) => {
    const { note, escalations } = aCoordinator();
    const event = anEvent('EMERGENCY_ESCALATION') as { event: { metadata: object } };
    const metadata = { ...event.event.metadata, [field]: value };

    const [rejected] = await note({ ...event, event: { ...event.event, metadata } });

    expect(rejected).toMatchObject({
      type: 'rejected',
      body: { issues: [{ path: expect.stringContaining(`event.metadata.${field}`) }] },
    });
    expect(escalations).toEqual([]);
  });
});

const withoutHops = ({ conversationId }: { readonly conversationId?: string }) => ({ conversationId });
