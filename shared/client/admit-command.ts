import type { AgentRegistry } from '../agents/agent-registry.ts';
import { routeCommand } from '../agents/route-command.ts';
import type { LaneEntry } from '../lanes/lane-sender.ts';
import type { LaneTable } from '../lanes/lane-table.ts';
import { type Schedule, scheduleCommand } from '../lanes/schedule-command.ts';
import { commandSchema } from '../messages/command.ts';
import { isDeeperThan } from '../messages/is-deeper-than.ts';
import { broken, type Parsed, parseMessage } from '../messages/parse-message.ts';

/** A command with its place in a lane. */
export type Admitted = LaneEntry & { readonly deadlineAt: number; readonly verdict: Schedule['verdict'] };

/** An admitted command, or every rule that the document breaks. */
export type Admission = Parsed<Admitted>;

/** Deeper documents parse, and then overflow the stack of whoever writes them again. */
const DEEPEST = 32;

type Tables = { readonly agents: AgentRegistry; readonly laneTable: LaneTable };

/** Decides, without any call, whether and where a document goes that came in at `at` (milliseconds since 1970). */
export const admitCommand = (document: unknown, at: number, { agents, laneTable }: Tables): Admission => {
  if (isDeeperThan(document, DEEPEST)) return broken('', `must be nested at most ${DEEPEST} levels deep`);
  const parsed = parseMessage(commandSchema, document);
  if (!parsed.ok) return parsed;
  const message = parsed.value;
  const route = routeCommand(message, agents);
  if (!route.ok) return route;
  const schedule = scheduleCommand(message.command.scheduledFor, at);
  if (!schedule.ok) return schedule;
  const { agentType, identity } = route.value;
  const tier = message.command.priority;
  const { dueAt, delaySeconds, verdict } = schedule.value;
  const deadlineSeconds = laneTable[agentType]?.[tier].deadlineSeconds;
  if (deadlineSeconds === undefined) return broken('target', 'its agent type has no lanes (config/lanes.ts)');
  return {
    ok: true,
    value: {
      agentType,
      tier,
      delaySeconds,
      groupId: message.command.campaignId,
      deadlineAt: dueAt + deadlineSeconds * 1000,
      verdict,
      message: { v: 1, acceptedAt: at, dueAt, tier, agentType, identity, message },
    },
  };
};
