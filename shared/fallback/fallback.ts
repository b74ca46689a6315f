import type { AgentRegistry } from '../agents/agent-registry.ts';
import type { Contact } from '../channels/renderer.ts';
import { addressOf } from '../customers/customer.ts';
import type { LaneMessage } from '../lanes/lane-message.ts';
import type { LaneEntry, LaneSender } from '../lanes/lane-sender.ts';
import type { Priority } from '../messages/priority.ts';
import type { ContactPolicy } from '../policy/contact-policy.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import { fallbackOrder } from './fallback-order.ts';
import { fallenEntry } from './fallen-entry.ts';

/** How commands go on by another channel, where their template says that they may. */
export type Fallback = {
  /** The message for the next channel by which the customer can and may be reached now. Throws where that cannot be told. */
  next(contact: Contact): Promise<LaneEntry | undefined>;
  /** The same message for an agent type that was chosen before; `undefined` where it is not there any more. */
  to(lane: LaneMessage, agentType: string): LaneEntry | undefined;
  readonly lanes: LaneSender;
};

export type FallbackDeps = {
  readonly agents: AgentRegistry;
  readonly templates: TemplateStore;
  /** The contact gate of a channel. */
  readonly policyOf: (channel: string) => ContactPolicy;
  readonly lanes: LaneSender;
  /** The lanes that may be written to, by agent type and tier. */
  readonly laneUrls: Readonly<Record<string, Readonly<Partial<Record<Priority, string>>>>>;
};

/** Makes the fallback of an agent's functions; it asks nobody about a template that names none. */
export const createFallback = ({ agents, templates, policyOf, lanes, laneUrls }: FallbackDeps): Fallback => {
  const to = (lane: LaneMessage, agentType: string): LaneEntry | undefined => {
    const agent = Object.hasOwn(agents, agentType) ? agents[agentType] : undefined;
    if (agent === undefined || laneUrls[agentType]?.[lane.tier] === undefined) return undefined;
    return fallenEntry(lane, [agentType, agent]);
  };
  return {
    lanes,
    to,
    next: async (contact) => {
      const { lane, recipient } = contact;
      const template = await templates.get(lane.message.command.templateId);
      for (const agentType of fallbackOrder(template?.fallback ?? [], lane.agentType, lane.fellFrom)) {
        const entry = to(lane, agentType);
        const channel = agents[agentType]?.channel;
        if (entry === undefined || channel === undefined) continue;
        if (addressOf(recipient, channel) === undefined) continue;
        // What is stopped for a while waits in that lane; what is forbidden there is not sent there.
        const { verdict } = await policyOf(channel)({ ...contact, lane: entry.message });
        if (verdict.kind !== 'DROP' && verdict.kind !== 'CANCEL') return entry;
      }
      return undefined;
    },
  };
};
