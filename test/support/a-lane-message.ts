import type { LaneMessage } from '../../shared/lanes/lane-message.ts';
import type { ContactCommand } from '../../shared/messages/command.ts';
import { aSendEmailCommand } from './a-send-email-command.ts';

/** A command as it stands in its lane. */
export const aLaneMessage = (message: ContactCommand = aSendEmailCommand()): LaneMessage => ({
  v: 1,
  acceptedAt: 1_700_000_000_000,
  dueAt: 1_700_000_000_000,
  tier: message.command.priority ?? 'MEDIUM',
  agentType: 'email',
  identity: 'email-agent-001',
  message,
});
