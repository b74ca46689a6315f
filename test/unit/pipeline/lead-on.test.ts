import { describe, expect, it } from 'vitest';
import { replies } from '../../../config/replies.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandSchema } from '../../../shared/messages/command.ts';
import type { ReplyTable } from '../../../shared/pipeline/reply-table.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { InMemoryTimers } from '../../../shared/timers/adapters/in-memory-timers.ts';
import { type CrashCase, dieEverywhere } from '../../support/crash-everywhere.ts';
import { CrashPlan } from '../../support/crash-plan.ts';
import { frontDoorPorts } from '../../support/front-door.ts';
import { aFailedCall, anAnswer, aPipelineWorld, customerId } from '../../support/pipeline-world.ts';

const stages = ['context-updated', 'intent-analysed', 'escalation-decided'];

describe('an inbound message', () => {
  it('goes through every stage, each an EVENT of the same conversation and workflow', async () => {
    const { note, journal } = await aPipelineWorld();

    await note(await anAnswer('Please call me back tomorrow at 3pm'));

    const types = journal.all().map(({ type }) => type);
    expect(types).toEqual([...stages, 'event-received', 'follow-up-assigned']);
    const events = journal.all().flatMap((fact) => eventOfFact(fact) ?? []);
    expect(events.map(({ event }) => event.type)).toEqual([
      'CONTEXT_UPDATED',
      'INTENT_ANALYSED',
      'ESCALATION_DECIDED',
      'FOLLOW_UP_ASSIGNED',
    ]);
    for (const { correlation, event } of events) {
      expect(correlation).toMatchObject({ conversationId: 'conv-abc', workflowId: 'workflow-def', hops: 4 });
      expect(event.customerId).toBe(customerId);
    }
    const [, analysed, decided, assigned] = events.map(({ event }) => event.metadata['sequence']);
    expect([analysed, decided, assigned]).toEqual([2, 3, 4]);
  });

  it('becomes a task with its codes, day and time, and nothing of its words', async () => {
    const { note, opened, facts, known } = await aPipelineWorld();

    await note(await anAnswer('Please call me back tomorrow at 3pm'));

    expect([...opened.values()]).toMatchObject([
      {
        kind: 'CALLBACK',
        reason: 'REPLY_WANTS_A_CALL',
        conversationId: 'conv-abc',
        workflowId: 'workflow-def',
        hops: 3,
      },
    ]);
    expect(facts('intent-analysed')).toMatchObject([
      { body: { intent: 'CALLBACK_REQUEST', onDay: '2024-01-16', atTime: '15:00', channel: 'sms' } },
    ]);
    expect((await known())?.context).toMatchObject({ responseReceived: true, sentiment: 'neutral' });
  });

  it.each([
    ['Asia/Tokyo', '2026-11-26T14:59:59Z', '2026-11-27'],
    ['Asia/Tokyo', '2026-11-26T15:00:00Z', '2026-11-28'],
    ['America/Los_Angeles', '2026-11-27T07:59:59Z', '2026-11-27'],
    ['America/Los_Angeles', '2026-11-27T08:00:00Z', '2026-11-28'],
    ['Nowhere/Land', '2026-11-27T00:00:00Z', '2026-11-28'],
  ])('names a tomorrow by the clocks of %s, at %s', async (zone, timestamp, onDay) => {
    const { note, facts } = await aPipelineWorld({ zone });

    await note(await anAnswer('I will pay tomorrow', { timestamp }));

    expect(facts('intent-analysed')).toMatchObject([{ body: { intent: 'PAYMENT_PROMISE', onDay } }]);
  });

  it('may be the transcript of a call', async () => {
    const { note, facts } = await aPipelineWorld();

    await note(await anAnswer({ transcript: 'This is not my debt, I dispute it' }, {}, 'phone'));

    expect(facts('intent-analysed')).toMatchObject([{ body: { intent: 'DISPUTE', channel: 'phone' } }]);
  });

  it('names its conversation and workflow by itself where it answers no command', async () => {
    const { note, opened, facts } = await aPipelineWorld();

    await note(await anAnswer('What is this?', { correlation: {} }));

    const ids = {
      conversationId: expect.stringMatching(/^reply-/),
      workflowId: expect.stringMatching(/^reply-/),
    };
    for (const type of [
      'context-updated',
      'intent-analysed',
      'escalation-decided',
      'follow-up-assigned',
    ] as const)
      expect(facts(type)).toMatchObject([{ body: ids }]);
    expect([...opened.values()]).toMatchObject([ids]);
  });

  it('that ends messages closes its channel at once, and leads to nothing else', async () => {
    const { note, suppressions, opened, submitted, facts } = await aPipelineWorld();

    await note(await anAnswer('Thanks, but please stop texting me'));

    expect(await suppressions()).toMatchObject([
      {
        channel: 'sms',
        reason: 'OPTED_OUT',
        source: 'sms-reply',
        wording: 'Thanks, but please stop texting me',
      },
    ]);
    expect(facts('suppressing')).toMatchObject([{ body: { channel: 'sms', reason: 'OPTED_OUT' } }]);
    expect(opened.size + submitted.size).toBe(0);
    expect(facts('follow-up-assigned')).toEqual([]);
  });

  it('that ends messages closes its channel even where nothing else can be done', async () => {
    const analyse = async () =>
      ({ intent: 'EMERGENCY', confidence: 1, optsOut: true, decidedBy: 'test' }) as const;
    const { note, suppressions, opened, journal } = await aPipelineWorld({ analyse });
    journal.insert = async () => {
      throw new Error('no journal');
    };

    await expect(note(await anAnswer('help, and stop'))).rejects.toThrow('no journal');

    expect(await suppressions()).toMatchObject([{ reason: 'OPTED_OUT' }]);
    expect(opened.size).toBe(0);
  });

  it('of a wrong person closes that channel only and asks a person', async () => {
    const { note, suppressions, opened } = await aPipelineWorld();

    await note(await anAnswer('Sorry, wrong number'));

    expect(await suppressions()).toMatchObject([{ channel: 'sms', reason: 'WRONG_PERSON' }]);
    expect([...opened.values()]).toMatchObject([{ reason: 'REPLY_OF_WRONG_PERSON' }]);
  });

  it('raises the level of escalation once, and the next one sees it', async () => {
    const { note, known, facts, opened } = await aPipelineWorld();
    const first = await anAnswer('I never ordered that');

    await note(first);
    await note(first);
    await note(await anAnswer('What is this?', { messageId: '0f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c' }));

    expect((await known())?.context).toMatchObject({ escalationTrigger: true, escalationLevel: 1 });
    expect(facts('escalation-decided')).toMatchObject([
      { body: { row: 'DISPUTE[0]', level: 1, raised: true } },
      { body: { row: 'QUESTION[1]', level: 1, raised: false } },
    ]);
    expect([...opened.values()].map(({ escalationLevel }) => escalationLevel)).toEqual([1, 1]);
  });

  it('that nobody can read is noted and shown to a person', async () => {
    const { note, opened, facts } = await aPipelineWorld();

    await note(
      await anAnswer('x', {
        event: {
          type: 'CUSTOMER_RESPONDED',
          customerId,
          status: 'RESPONDED',
          metadata: { deliveryTime: null, messageId: null, recipientResponse: null },
        },
      }),
    );

    expect(facts('intent-analysed')).toMatchObject([{ body: { intent: 'UNCLEAR', channel: 'other' } }]);
    expect(opened.size).toBe(1);
  });

  it('leaves none of its words in facts, events, tasks, commands or sagas', async () => {
    const canary = 'CANARY-7f3a I will pay on Friday, call me, I never ordered that?';
    const saga = { action: 'SAGA', saga: 'customer-response', input: { followUp: 'x' } } as const;
    const table = { ...replies, DISPUTE: [{ leadsTo: saga, raises: true as const }] };
    const { note, journal, opened, submitted, begun, escalated } = await aPipelineWorld({ table });

    await note(await anAnswer(canary));

    expect(begun.size).toBe(1);
    const all = [
      journal.all(),
      journal.all().map(eventOfFact),
      ...[opened, submitted, begun, escalated].map((map) => [...map]),
    ];
    expect(JSON.stringify(all)).not.toMatch(/CANARY|7f3a|ordered that/);
  });
});

describe('what an inbound message leads to', () => {
  it('is a command of the next agent, in the same workflow, one hop further', async () => {
    const { note, submitted, facts } = await aPipelineWorld();

    await note(aFailedCall('VOICE_NO_ANSWER'));

    const [[commandId, message] = []] = [...submitted];
    expect(commandSchema.safeParse(message).error).toBeUndefined();
    expect(message).toMatchObject({
      messageId: commandId,
      target: 'sms-agent',
      command: {
        type: 'SEND_SMS',
        customerId,
        templateId: 'templ-not-reached',
        context: { escalationLevel: 1 },
      },
      correlation: { conversationId: 'conv-abc', workflowId: 'workflow-def', hops: 4 },
    });
    expect(facts('follow-up-assigned')).toMatchObject([
      { body: { action: 'COMMAND', assignedTo: 'sms-agent', followUpId: commandId } },
    ]);
  });

  it('waits as a timer of the front door where it is to come later, once however often it is handled', async () => {
    const later = { action: 'COMMAND', type: 'SEND_SMS', templateId: 'templ-789', afterMinutes: 90 } as const;
    const table = { ...replies, QUESTION: [{ leadsTo: later }] } as ReplyTable;
    const { note, submitted, facts } = await aPipelineWorld({ table });
    const answer = await anAnswer('When does it come?');
    await note(answer);
    await note(answer);
    const [decided] = facts('escalation-decided');
    const now = () => decided?.at ?? 0;
    const timers = new InMemoryTimers();
    const lanes = { send: async () => Promise.reject(new Error('no lane takes it yet')) };
    const client = createSwitchboardClient({ ...frontDoorPorts(new InMemoryJournal(), now), timers, lanes });

    const intakes = [...submitted].map(([intakeId, message]) => ({ intakeId, message }));
    const results = [await client.submit(intakes), await client.submit(intakes)];

    expect(results.flat()).toMatchObject([{ status: 'ACCEPTED' }, { status: 'ACCEPTED' }]);
    expect(timers.all().map(({ dueAt }) => dueAt - now())).toEqual([90 * 60_000]);
  });

  it('is a task where a call is not taken again', async () => {
    const { note, submitted, opened, known } = await aPipelineWorld();

    await note(aFailedCall('VOICE_NO_ANSWER'));
    await note({ ...aFailedCall('VOICE_BUSY'), messageId: '0f1c0a56-6c54-4a53-9f0a-5a4f6f1a2b3c' });

    expect(submitted.size).toBe(1);
    expect([...opened.values()]).toMatchObject([{ reason: 'CUSTOMER_NOT_REACHED', escalationLevel: 1 }]);
    expect((await known())?.context).toMatchObject({ responseReceived: false, lastContactChannel: 'phone' });
  });

  it.each([
    ['of another failure', aFailedCall('MessageRejected')],
    [
      'of a campaign, whose own steps say what follows',
      aFailedCall('VOICE_NO_ANSWER', { campaignId: 'camp-123' }),
    ],
    ['about no customer', aFailedCall('VOICE_NO_ANSWER', { customerId: undefined })],
  ])('is nothing after a call that failed %s', async (_, event) => {
    const { note, journal } = await aPipelineWorld();

    await note(JSON.parse(JSON.stringify(event)));

    expect(journal.all().map(({ type }) => type)).toEqual(['event-received']);
  });

  it('is a saga, begun with ids, the encrypted answer and what it means', async () => {
    const saga = {
      action: 'SAGA',
      saga: 'customer-response',
      input: { nextContact: { afterHours: 72 } },
    } as const;
    const { note, begun } = await aPipelineWorld({
      table: { ...replies, PAYMENT_PROMISE: [{ leadsTo: saga }] },
    });

    await note(await anAnswer('I will pay on Friday'));

    const [start] = [...begun.values()];
    expect(start?.sagaId).toMatch(/^customer-response-[0-9a-f-]{36}$/);
    expect(start?.input).toEqual({
      customerId,
      conversationId: 'conv-abc',
      workflowId: 'workflow-def',
      hops: 4,
      channel: 'sms',
      receivedAt: '2024-01-15T10:35:00Z',
      answer: expect.stringMatching(/^eyJ/),
      analysis: {
        intent: 'PAYMENT_PROMISE',
        confidence: expect.any(Number),
        decidedBy: expect.any(String),
        sentiment: 'neutral',
        onDay: '2024-01-19',
      },
      nextContact: { afterHours: 72 },
    });
  });

  it('is the same saga when it is handled again, though a model finds another meaning then', async () => {
    const saga = { action: 'SAGA', saga: 'customer-response', input: {} } as const;
    const row = [{ leadsTo: saga }];
    const models = ['PAYMENT_PROMISE', 'QUESTION'] as const;
    let asked = 0;
    const world = await aPipelineWorld({
      table: { ...replies, PAYMENT_PROMISE: row, QUESTION: row },
      analyse: async () => ({
        ...{ intent: models[asked++] ?? 'UNCLEAR', confidence: 0.9, optsOut: false },
        decidedBy: `model-${asked}`,
      }),
    });
    const starts: unknown[] = [];
    const answer = await anAnswer('Friday?');
    const handle = async () => {
      world.begun.clear();
      await world.note(answer);
      starts.push([...world.begun.values()].map(({ sagaId, input }) => [sagaId, input['analysis']]));
    };

    await handle();
    await handle();

    expect(asked).toBe(2);
    expect(starts[0]).toMatchObject([[expect.any(String), { intent: 'PAYMENT_PROMISE' }]]);
    expect(starts[1]).toEqual(starts[0]);
  });

  it('is an escalation by the ladder of the coordinator', async () => {
    const leadsTo = { action: 'ESCALATE', reason: 'REPLY_IS_ABUSE' } as const;
    const { note, escalated, facts } = await aPipelineWorld({
      table: { ...replies, ABUSE: [{ leadsTo, raises: true }] },
    });

    await note(await anAnswer('You idiots'));

    const [matter] = [...escalated.values()];
    expect(matter).toMatchObject({ level: 1, reason: 'REPLY_IS_ABUSE', conversationId: 'conv-abc', hops: 3 });
    expect(facts('follow-up-assigned')).toMatchObject([
      { body: { action: 'TASK', followUpId: `task-${matter?.escalationId}` } },
    ]);
  });

  it('is a task where the front door refuses the command', async () => {
    const result = () => ({ status: 'REJECTED', issues: [] }) as const;
    const { note, opened, facts } = await aPipelineWorld({ result });

    await note(aFailedCall('VOICE_BUSY'));

    expect([...opened.values()]).toMatchObject([{ kind: 'ESCALATION', reason: 'FOLLOW_UP_REFUSED' }]);
    expect(facts('follow-up-assigned')).toMatchObject([
      { body: { action: 'TASK', instead: 'COMMAND_REJECTED' } },
    ]);
  });

  it('comes again where the command is in no lane', async () => {
    const result = (commandId: string) => ({ status: 'FAILED', commandId, cause: 'x' }) as const;
    const { note, facts } = await aPipelineWorld({ result });

    await expect(note(aFailedCall('VOICE_BUSY'))).rejects.toMatchObject({ retryable: true });

    expect(facts('follow-up-assigned')).toEqual([]);
  });

  it('stays as it was decided first, whatever is thought of the same answer later', async () => {
    let intent: 'ABUSE' | 'DISPUTE' = 'DISPUTE';
    const analyse = async () => ({ intent, confidence: 0.9, optsOut: false, decidedBy: 'model:moody' });
    const { note, opened } = await aPipelineWorld({ analyse });
    const answer = await anAnswer('hm');

    await note(answer);
    intent = 'ABUSE';
    await note(answer, new CrashPlan(), Date.parse('2026-11-27T00:00:00Z'));

    expect([...opened.values()]).toMatchObject([{ kind: 'DISPUTE' }]);
  });
});

describe('a death of the coordinator', () => {
  const caseOf =
    (message: () => Promise<object> | object, table: ReplyTable = replies): CrashCase =>
    async () => {
      const world = await aPipelineWorld({ table });
      const event = await message();
      let minutes = 0;
      return {
        invoke: async (plan) => {
          minutes += 1;
          await world.note(event, plan, Date.parse('2026-11-26T12:00:00Z') + minutes * 60_000);
          return true;
        },
        check: async () => {
          const types = world.journal.all().map(({ type }) => type);
          for (const type of [...stages.slice(1), 'event-received', 'follow-up-assigned'])
            expect([type, types.filter((each) => each === type).length]).toEqual([type, 1]);
          expect(world.opened.size + world.submitted.size + world.begun.size + world.escalated.size).toBe(1);
          const level = (await world.known())?.context['escalationLevel'];
          expect(level ?? 0).toBeLessThanOrEqual(1);
          expect((await world.suppressions())?.length).toBeLessThanOrEqual(1);
        },
      };
    };

  const saga = { action: 'SAGA', saga: 'customer-response', input: {} } as const;
  it.each([
    ['a dispute', caseOf(() => anAnswer('I never ordered that'))],
    ['a wrong person', caseOf(() => anAnswer('wrong number'))],
    ['an emergency of who ends messages', caseOf(() => anAnswer('Call 911, and stop texting me'))],
    ['a call that nobody took', caseOf(() => aFailedCall('VOICE_NO_ANSWER'))],
    [
      'a saga',
      caseOf(() => anAnswer('I will pay tomorrow'), { ...replies, PAYMENT_PROMISE: [{ leadsTo: saga }] }),
    ],
    [
      'an escalation',
      caseOf(() => anAnswer('You idiots'), {
        ...replies,
        ABUSE: [{ leadsTo: { action: 'ESCALATE', reason: 'R1' }, raises: true }],
      }),
    ],
  ])('changes nothing twice and loses nothing, wherever it comes: %s', async (_, open) => {
    expect(await dieEverywhere(open)).toBeGreaterThanOrEqual(10);
  });
});
