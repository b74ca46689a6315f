import { randomUUID } from 'node:crypto';
import type { ContextUpdate } from '../../shared/messages/context-update.ts';

/** The specification's CONTEXT_UPDATE with a fresh id. */
export const aContextUpdate = (
  customerId: string,
  updates: ContextUpdate['contextUpdate']['updates'] = {
    lastContactTime: '2024-01-15T10:35:00Z',
    lastContactChannel: 'email',
    responseReceived: false,
    sentiment: 'neutral',
    escalationTrigger: false,
  },
  timestamp = '2024-01-15T10:40:00Z',
): ContextUpdate => ({
  messageId: randomUUID(),
  messageType: 'CONTEXT_UPDATE',
  timestamp,
  source: 'email-agent-001',
  contextUpdate: { customerId, updates },
});
