import type { LaneMessage } from '../../shared/lanes/lane-message.ts';
import type { ContactCommand } from '../../shared/messages/command.ts';
import { deadlineSecondsOf } from '../../shared/messages/priority.ts';
import { aSendEmailCommand } from './a-send-email-command.ts';

/** A command as it stands in its lane, taken at the start of tests' virtual time if not said otherwise. */
export const aLaneMessage = (
  message: ContactCommand = aSendEmailCommand(),
  acceptedAt = 1_700_000_000_000,
): LaneMessage => ({
  v: 1,
  acceptedAt,
  dueAt: acceptedAt,
  deadlineAt: acceptedAt + deadlineSecondsOf[message.command.priority ?? 'MEDIUM'] * 1000,
  tier: message.command.priority ?? 'MEDIUM',
  agentType: 'email',
  identity: 'email-agent-001',
  choice: 'PINNED',
  message,
});
