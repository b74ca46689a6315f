import { describe, expect, it } from 'vitest';
import { fact } from '../../../shared/journal/command-facts.ts';
import { eventSchema } from '../../../shared/messages/event.ts';
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

const told = [
  fact('sent', 'command#c', AT, { ...subject, attempt: 1, providerMessageId: 'msg-123', startedAt: AT }),
  fact('delivered', 'command#c', AT, { ...subject, ...receipt }),
  fact('bounced', 'command#c', AT, { ...subject, ...receipt, cause: 'Permanent/General' }),
  fact('complained', 'command#c', AT, { ...subject, ...receipt }),
  fact('failed', 'command#c', AT, { ...subject, attempt: 1, cause: 'MessageRejected' }),
  fact('failed', 'command#c', AT, {
    ...subject,
    attempt: 0,
    cause: 'INVALID_CONTENT',
    issues: [{ path: 'command.templateId', rule: 'names no template' }],
  }),
  fact('unknown', 'command#c', AT, { ...subject, attempt: 1, cause: 'TimeoutError' }),
  fact('suppressed', 'command#c', AT, { ...subject, reasons: ['OPTED_OUT'] }),
  fact('rejected', 'rejection#q', AT, {
    intakeId: 'q',
    issues: [{ path: 'target', rule: 'names no agent' }],
  }),
] as const;

describe('eventOfFact', () => {
  it("makes of a receipt the specification's EVENT, field for field", () => {
    const event = eventOfFact(told[1]);

    expect(event).toEqual({
      messageId: event?.messageId,
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

  it('says of each outcome its type and status', () => {
    expect(
      told.map((of) => eventOfFact(of)?.event).map((event) => `${event?.type} ${event?.status}`),
    ).toEqual([
      'EMAIL_SENT SENT',
      'EMAIL_SENT DELIVERED',
      'EMAIL_FAILED FAILED',
      'EMAIL_COMPLAINED DELIVERED',
      'EMAIL_FAILED FAILED',
      'COMMAND_REJECTED FAILED',
      'EMAIL_OUTCOME_UNKNOWN UNKNOWN',
      'EMAIL_SUPPRESSED SUPPRESSED',
      'COMMAND_REJECTED REJECTED',
    ]);
  });

  for (const of of told) {
    it(`makes a valid EVENT of ${of.key}, with the same id each time and another than any other fact's`, () => {
      const event = eventOfFact(of);

      expect(eventSchema.safeParse(event).error).toBeUndefined();
      expect(eventOfFact({ ...of })?.messageId).toBe(event?.messageId);
      expect(told.filter((other) => eventOfFact(other)?.messageId === event?.messageId)).toEqual([of]);
    });
  }

  it('keeps to itself what no subscriber needs', () => {
    const claimed = fact('claimed', 'command#c', AT, { ...subject, attempt: 1, owner: 'o', deadlineAt: AT });

    expect(eventOfFact(claimed)).toBeUndefined();
  });
});
