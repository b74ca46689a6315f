import { describe, expect, it } from 'vitest';
import { cataloguedEvents } from '../../../local/docs/catalogued-messages.ts';
import { toldFacts, untoldFacts } from '../../../local/docs/example-facts.ts';
import { eventIdOf, fact } from '../../../shared/journal/command-facts.ts';
import type { Fact, FactBodies, FactType } from '../../../shared/journal/fact.ts';
import { type Event, eventSchema, eventStatuses } from '../../../shared/messages/event.ts';
import { eventTypeTable } from '../../../shared/messages/message-types.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';

const AT = Date.parse('2024-01-15T10:35:00Z');
const subject = {
  agentType: 'email',
  identity: 'email-agent-001',
  commandType: 'SEND_EMAIL',
  customerId: 'cust-456',
  campaignId: 'camp-123',
  conversationId: 'conv-abc',
};
const receipt = { providerMessageId: 'msg-123', occurredAt: '2024-01-15T10:32:00Z' };

/** All types of facts: the compiler asks for a new one here. */
const isTold: Readonly<Record<FactType, boolean>> = {
  accepted: false,
  claimed: false,
  'not-accepted': false,
  duplicate: false,
  released: false,
  'receipt-rejected': false,
  'event-received': false,
  'suppression-lifted': false,
  rejected: true,
  'fell-back': true,
  sent: true,
  confirmed: true,
  failed: true,
  unknown: true,
  suppressed: true,
  expired: true,
  cancelled: true,
  erased: true,
  parked: true,
  performed: true,
  responded: true,
  delivered: true,
  bounced: true,
  complained: true,
  'context-updated': true,
  suppressing: true,
  'consent-recorded': true,
  'consent-revoked': true,
  'payment-recorded': true,
  committed: false,
  'member-ended': false,
  'batch-accepted': true,
  'batch-completed': true,
  'timer-moved': true,
  deferred: true,
  'deadline-missed': true,
  'breaker-opened': true,
  'breaker-half-opened': true,
  'breaker-closed': true,
  'contact-stopped': true,
  'contact-resumed': true,
  'work-assigned': true,
  escalated: true,
  'task-opened': true,
  'task-claimed': true,
  'task-expired': true,
  'task-closed': true,
  'report-generated': true,
  'saga-started': true,
  'saga-decided': true,
  'saga-compensated': true,
  'saga-unresolved': true,
  'step-begun': false,
  'step-noted': false,
  'step-ended': false,
  'step-done': false,
  'step-undone': false,
  'campaign-started': true,
  'campaign-turned': true,
  'campaign-step-completed': true,
  'intent-analysed': true,
  'escalation-decided': true,
  'follow-up-assigned': true,
} satisfies Record<keyof FactBodies, boolean>;

const isOfCommandInWorkflow = ({ aggregate, body }: Fact): boolean =>
  aggregate.startsWith('command#') && 'workflowId' in body;

const eventOf = (of: Fact): Event => {
  const event = eventOfFact(of);
  if (event === undefined) throw new Error(`${of.type}: the bus is not told of it`);
  return event;
};

describe('eventOfFact', () => {
  it("makes of a receipt the specification's EVENT, field for field", () => {
    const delivered = fact('delivered', 'command#c', AT, { ...subject, ...receipt });

    expect(eventOfFact(delivered)).toEqual({
      messageId: eventIdOf(delivered),
      messageType: 'EVENT',
      timestamp: '2024-01-15T10:35:00.000Z',
      source: 'email-agent-001',
      event: {
        type: 'EMAIL_SENT',
        campaignId: 'camp-123',
        customerId: 'cust-456',
        status: 'DELIVERED',
        metadata: {
          deliveryTime: '2024-01-15T10:32:00Z',
          messageId: 'msg-123',
          recipientResponse: null,
          sequence: 1_000_001,
        },
      },
      correlation: { conversationId: 'conv-abc', originalCommandId: 'c', hops: 1 },
    });
  });

  it('tells the bus of the facts that it is to be told of, and of no others', () => {
    const types = (facts: readonly Fact[]) => [...new Set(facts.map(({ type }) => type))].sort();
    const ofTold = (told: boolean) =>
      (Object.keys(isTold) as FactType[]).filter((type) => isTold[type] === told).sort();

    expect(types(toldFacts.filter((each) => eventOfFact(each) !== undefined))).toEqual(ofTold(true));
    expect(types(untoldFacts.filter((each) => eventOfFact(each) === undefined))).toEqual(ofTold(false));
  });

  it('says of each outcome its type and status', () => {
    const outcomes = toldFacts
      .map(eventOf)
      .map(({ event }) => `${event.type} ${event.status}`)
      .filter((outcome) => !/^(SMS|CALL|MESSAGE)_/.test(outcome));

    expect(outcomes).toEqual([
      'EMAIL_SENT DELIVERED',
      'EMAIL_SENT SENT',
      'EMAIL_SENT SENT',
      'EMAIL_FAILED FAILED',
      'EMAIL_FAILED FAILED',
      'EMAIL_COMPLAINED DELIVERED',
      'EMAIL_OUTCOME_UNKNOWN UNKNOWN',
      'EMAIL_SUPPRESSED SUPPRESSED',
      'EMAIL_EXPIRED EXPIRED',
      'EMAIL_CANCELLED CANCELLED',
      'EMAIL_PARKED PARKED',
      'EMAIL_ERASED ERASED',
      'CUSTOMER_RESPONDED RESPONDED',
      'COMMAND_REJECTED REJECTED',
      'COMMAND_REJECTED FAILED',
      'CONVERSATION_HISTORY_UPDATED RECORDED',
      'CONTEXT_UPDATED RECORDED',
      'DEADLINE_MISSED RECORDED',
      'CONTACT_DEFERRED RECORDED',
      'CONTACT_MOVED RECORDED',
      'CONTACT_FELL_BACK RECORDED',
      'BREAKER_OPENED RECORDED',
      'BREAKER_HALF_OPENED RECORDED',
      'BREAKER_CLOSED RECORDED',
      'BATCH_ACCEPTED ACCEPTED',
      'BATCH_REJECTED REJECTED',
      'BATCH_COMPLETED COMPLETED',
      'CONTACT_STOPPED RECORDED',
      'CONTACT_RESUMED RECORDED',
      'CAMPAIGN_STARTED ACCEPTED',
      'CAMPAIGN_PAUSED RECORDED',
      'CAMPAIGN_RESUMED RECORDED',
      'CAMPAIGN_CANCELLED CANCELLED',
      'CAMPAIGN_BUDGET_SPENT RECORDED',
      'CAMPAIGN_STEP_COMPLETED COMPLETED',
      'CAMPAIGN_COMPLETED COMPLETED',
      'CONSENT_REVOKED RECORDED',
      'CONSENT_RECORDED RECORDED',
      'CONSENT_REVOKED RECORDED',
      'PAYMENT_RECORDED RECORDED',
      'WORK_ASSIGNED RECORDED',
      'ESCALATED RECORDED',
      'TASK_OPENED RECORDED',
      'TASK_CLAIMED ACCEPTED',
      'TASK_EXPIRED EXPIRED',
      'TASK_CLOSED COMPLETED',
      'REPORT_GENERATED COMPLETED',
      'SAGA_STARTED ACCEPTED',
      'SAGA_COMPLETED COMPLETED',
      'SAGA_COMPENSATED COMPENSATED',
      'SAGA_UNRESOLVED FAILED',
      'INTENT_ANALYSED RECORDED',
      'ESCALATION_DECIDED RECORDED',
      'FOLLOW_UP_ASSIGNED RECORDED',
    ]);
  });

  it('makes valid EVENTs of listed types and statuses, each with an id of its own that stays the same', () => {
    const events = toldFacts.map(eventOf);

    for (const [index, event] of events.entries()) {
      expect(eventSchema.safeParse(event).error).toBeUndefined();
      expect(Object.keys(eventTypeTable)).toContain(event.event.type);
      expect(eventStatuses).toContain(event.event.status);
      expect(eventOfFact({ ...(toldFacts[index] as Fact) })).toEqual(event);
    }
    const keys = new Set(toldFacts.map(({ aggregate, key }) => `${aggregate} ${key}`));
    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(keys.size);
  });

  it('sends just the types of which the catalog says that Switchboard sends them', () => {
    const made = new Set<string>(toldFacts.map((each) => eventOf(each).event.type));

    expect(
      cataloguedEvents
        .filter(({ isSent }) => isSent)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...made].sort());
  });

  it('has one hop more than the message that led to it', () => {
    for (const told of toldFacts.filter(({ type }) => !/^(suppressing|(breaker|contact)-.*)$/.test(type))) {
      const withHops = { ...told, body: { ...told.body, hops: 7 } } as Fact;

      expect([told.type, eventOf(withHops).correlation.hops]).toEqual([told.type, 8]);
    }
  });

  it('tells of a loop that it was found, and no more of its turns after that', () => {
    const parked = (hops: number) =>
      fact('parked', 'command#c', AT, { ...subject, hops, attempt: 0, cause: 'TOO_MANY_HOPS' });
    const rejected = (hops: number) => fact('rejected', 'command#c', AT, { issues: [], intakeId: 'q', hops });

    for (const of of [parked, rejected]) {
      expect([17, 18].map((hops) => eventOfFact(of(hops)) !== undefined)).toEqual([true, true]);
      expect([19, 20, 1000].map((hops) => eventOfFact(of(hops)))).toEqual([undefined, undefined, undefined]);
    }
  });

  it('names conversation, workflow and command in every EVENT of a command that has them', () => {
    for (const told of toldFacts.filter(isOfCommandInWorkflow)) {
      expect(eventOf(told).correlation).toMatchObject({
        conversationId: 'conv-abc',
        workflowId: 'workflow-def',
        originalCommandId: told.aggregate.replace('command#', ''),
      });
    }
  });
});
