import type { LaneMessage } from '../lanes/lane-message.ts';
import type { CommandSubject, ContactSubject } from './fact.ts';

/** Who and what a command is about, as its facts repeat it: ids only. */
export const commandSubject = ({ agentType, identity, message }: LaneMessage): ContactSubject => ({
  agentType,
  identity,
  commandType: message.command.type,
  customerId: message.command.customerId,
  campaignId: message.command.campaignId,
  conversationId: message.correlation?.conversationId,
  workflowId: message.correlation?.workflowId,
  hops: message.correlation?.hops,
});

/** The subject out of a fact that has one among its other fields. */
export const subjectIn = (body: CommandSubject): CommandSubject => ({
  agentType: body.agentType,
  identity: body.identity,
  commandType: body.commandType,
  customerId: body.customerId,
  campaignId: body.campaignId,
  conversationId: body.conversationId,
  workflowId: body.workflowId,
  hops: body.hops,
});
