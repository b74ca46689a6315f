import type { Fact } from '../../../shared/journal/fact.ts';
import type { LaneMessage } from '../../../shared/lanes/lane-message.ts';

/** Whether a command's own time is over. */
export const isExpired = ({ message }: LaneMessage, at: number): boolean =>
  message.command.expiresAt !== undefined && at >= Date.parse(message.command.expiresAt);

/** A fact of the first attempt, in the journal's form. */
export const factOf = (commandId: string, type: string, sequence: number, at: number, body: object): Fact =>
  ({ aggregate: `command#${commandId}`, key: `${type}#1`, type, at, sequence, body }) as unknown as Fact;

/** What each fact of a command repeats. */
export const subjectOf = ({ agentType, identity, message }: LaneMessage) => ({
  agentType,
  identity,
  commandType: message.command.type,
  customerId: message.command.customerId,
  campaignId: message.command.campaignId,
  conversationId: message.correlation?.conversationId,
  workflowId: message.correlation?.workflowId,
  hops: message.correlation?.hops,
});
