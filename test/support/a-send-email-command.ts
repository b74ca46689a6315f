import { randomUUID } from 'node:crypto';
import type { ContactCommand } from '../../shared/messages/command.ts';
import type { Priority } from '../../shared/messages/priority.ts';

type Choices = {
  messageId?: string;
  target?: string;
  priority?: Priority;
  customerId?: string;
  templateId?: string;
  scheduledFor?: string;
  email?: string;
};

/** The specification's COMMAND with its placeholders filled, a fresh id, and no `scheduledFor`. */
export const aSendEmailCommand = (choices: Choices = {}): ContactCommand => ({
  messageId: choices.messageId ?? randomUUID(),
  messageType: 'COMMAND',
  timestamp: '2024-01-15T10:30:00Z',
  source: 'agent-coordinator',
  target: choices.target ?? 'email-agent-001',
  command: {
    type: 'SEND_EMAIL',
    campaignId: 'camp-123',
    customerId: choices.customerId ?? 'cust-456',
    templateId: choices.templateId ?? 'templ-789',
    priority: choices.priority ?? 'HIGH',
    ...(choices.scheduledFor === undefined ? {} : { scheduledFor: choices.scheduledFor }),
    context: {
      customerData: { name: 'Ada Lovelace', email: choices.email ?? 'ada@example.com' },
      conversationHistory: [
        { at: '2024-01-10T09:00:00Z', channel: 'email', summary: 'asked for an invoice' },
      ],
      escalationLevel: 1,
    },
  },
  correlation: { conversationId: 'conv-abc', workflowId: 'workflow-def' },
});

/** The same command without any customer data of its own: its agent loads the customer. */
export const aReferringCommand = (choices: Choices = {}): ContactCommand => {
  const message = aSendEmailCommand(choices);
  const { context: _, ...command } = message.command;
  return { ...message, command };
};
