import { eventAggregate, fact } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';

const { COMMAND, EVENT } = specifiedDocuments;
const at = Date.parse(EVENT.timestamp);
const answerId = EVENT.messageId;
const of = eventAggregate(answerId);

const subject = {
  customerId: COMMAND.command.customerId,
  campaignId: COMMAND.command.campaignId,
  conversationId: COMMAND.correlation.conversationId,
  workflowId: COMMAND.correlation.workflowId,
  hops: 1,
  channel: 'email',
  answerId,
  commandId: COMMAND.messageId,
};

/** Examples of the facts of what an inbound message led to. */
export const pipelineFacts: readonly Fact[] = [
  fact('intent-analysed', of, at, {
    ...subject,
    intent: 'CALLBACK_REQUEST',
    confidence: 0.9,
    optsOut: false,
    language: 'en',
    decidedBy: 'rule:en/CALLBACK_REQUEST',
    sentiment: 'neutral',
    onDay: '2024-01-16',
    atTime: '15:00',
  }),
  fact('escalation-decided', of, at, {
    ...subject,
    row: 'CALLBACK_REQUEST[0]',
    leadsTo: {
      action: 'TASK',
      kind: 'CALLBACK',
      reason: 'REPLY_WANTS_A_CALL',
      priority: 'HIGH',
      expiresInHours: 24,
    },
    suppress: false,
    level: 0,
    raised: false,
  }),
  fact('follow-up-assigned', of, at, {
    ...subject,
    action: 'TASK',
    assignedTo: 'human',
    followUpId: '3f0c6b0e-8d5a-8c11-a2b7-6f1f6f0f9a10',
  }),
];
