import type { AgentType } from '../agents/agent-registry.ts';
import { identityFor } from '../agents/route-command.ts';
import type { LaneMessage } from '../lanes/lane-message.ts';
import type { LaneEntry } from '../lanes/lane-sender.ts';
import { hopsOf } from '../messages/hops.ts';

/**
 * The message by which a command goes on at another agent type, always the same: its id and so its claims, its deadline and
 * tier stay, its type and target are those of the other channel. `undefined` where that has no identity in service.
 */
export const fallenEntry = (
  lane: LaneMessage,
  [agentType, agent]: readonly [string, AgentType],
): LaneEntry | undefined => {
  const { message, tier } = lane;
  const identity = identityFor(agent, message.command.customerId);
  const [type] = agent.commands;
  if (identity === undefined || type === undefined) return undefined;
  const fallen = {
    ...message,
    target: identity,
    command: { ...message.command, type },
    correlation: { ...message.correlation, hops: hopsOf(message) + 1 },
  } as LaneMessage['message'];
  const { large: _, ...rest } = lane; // what lies in S3 is the command of the other channel
  const fellFrom = [...(lane.fellFrom ?? []), lane.agentType];
  return {
    agentType,
    tier,
    delaySeconds: 0,
    groupId: message.command.campaignId ?? message.command.customerId,
    message: { ...rest, agentType, identity, choice: 'POOL', fellFrom, message: fallen },
  };
};
