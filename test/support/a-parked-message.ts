import { randomUUID } from 'node:crypto';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { commandSubject } from '../../shared/journal/command-subject.ts';
import type { ParkedMessage } from '../../shared/parking/parked-message.ts';
import { aLaneMessage } from './a-lane-message.ts';
import { aSendEmailCommand } from './a-send-email-command.ts';

/** A command that its lane gave up, as it is listed. */
export const aParkedMessage = (
  changes: Partial<ParkedMessage> = {},
  lane = aLaneMessage(aSendEmailCommand()),
): ParkedMessage => ({
  id: randomUUID(),
  pool: 'email',
  tier: 'HIGH',
  parkedAt: 1_700_000_000_000,
  cause: 'RECEIVES_USED_UP',
  attempt: 0,
  aggregate: commandAggregate(lane.message.messageId),
  subject: commandSubject(lane),
  ...changes,
});
