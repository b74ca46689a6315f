import type { ContactCommandType } from '../shared/messages/message-types.ts';
import type { FollowUp, ReplyTable } from '../shared/pipeline/reply-table.ts';

/** Thanks a customer who will pay, by the channel of the answer, and reminds three days later: both, or neither. */
const afterPromise = (type: ContactCommandType, target: string): FollowUp => ({
  action: 'SAGA',
  saga: 'customer-response',
  input: {
    followUp: { type, target, templateId: 'templ-promise' },
    correction: { type, target, templateId: 'templ-correction' },
    nextContact: { type, target, templateId: 'templ-789', afterHours: 72 },
  },
});

/**
 * What an answer of a customer, or the result of a call, leads to. Of an intent's rows the first that holds decides; the last one
 * has no condition. Whoever ends messages has the channel closed in any case, and gets no automatic message whatever stands here.
 */
export const replies = {
  OPT_OUT: [{ leadsTo: { action: 'NONE' } }],
  EMERGENCY: [
    {
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'REPLY_IS_EMERGENCY',
        priority: 'CRITICAL',
        expiresInHours: 1,
      },
      raises: true,
    },
  ],
  ABUSE: [
    {
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'REPLY_IS_ABUSE',
        priority: 'MEDIUM',
        expiresInHours: 48,
      },
      raises: true,
    },
  ],
  WRONG_PERSON: [
    {
      leastConfidence: 0.8,
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'REPLY_OF_WRONG_PERSON',
        priority: 'MEDIUM',
        expiresInHours: 72,
      },
      // Another person must not hear of our customer; by other channels we may still reach the right one.
      suppress: true,
    },
    {
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'REPLY_OF_WRONG_PERSON',
        priority: 'MEDIUM',
        expiresInHours: 72,
      },
    },
  ],
  DISPUTE: [
    {
      leadsTo: {
        action: 'TASK',
        kind: 'DISPUTE',
        reason: 'REPLY_DISPUTES',
        priority: 'HIGH',
        expiresInHours: 24,
      },
      raises: true,
    },
  ],
  PAYMENT_PROMISE: [
    { channels: ['email'], leastConfidence: 0.8, leadsTo: afterPromise('SEND_EMAIL', 'email-agent') },
    { channels: ['sms'], leastConfidence: 0.8, leadsTo: afterPromise('SEND_SMS', 'sms-agent') },
    {
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'REPLY_PROMISES_PAYMENT',
        priority: 'MEDIUM',
        expiresInHours: 72,
      },
    },
  ],
  CALLBACK_REQUEST: [
    {
      leadsTo: {
        action: 'TASK',
        kind: 'CALLBACK',
        reason: 'REPLY_WANTS_A_CALL',
        priority: 'HIGH',
        expiresInHours: 24,
      },
    },
  ],
  QUESTION: [
    {
      mostLevel: 0,
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'REPLY_ASKS',
        priority: 'MEDIUM',
        expiresInHours: 48,
      },
    },
    {
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'REPLY_ASKS',
        priority: 'HIGH',
        expiresInHours: 24,
      },
    },
  ],
  ACKNOWLEDGEMENT: [{ leadsTo: { action: 'NONE' } }],
  NOT_REACHED: [
    {
      mostLevel: 0,
      leadsTo: { action: 'COMMAND', type: 'SEND_SMS', templateId: 'templ-not-reached' },
      raises: true,
    },
    {
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'CUSTOMER_NOT_REACHED',
        priority: 'LOW',
        expiresInHours: 72,
      },
    },
  ],
  UNCLEAR: [
    {
      leadsTo: {
        action: 'TASK',
        kind: 'ESCALATION',
        reason: 'REPLY_IS_UNCLEAR',
        priority: 'LOW',
        expiresInHours: 72,
      },
    },
  ],
} as const satisfies ReplyTable;
