import type { CustomerStore } from '../customers/customer-store.ts';
import { recipientOf } from '../customers/recipient.ts';
import { type LaneMessage, laneMessageSchema } from '../lanes/lane-message.ts';
import { parseJson, parseMessage } from '../messages/parse-message.ts';
import type { ContactPolicy } from '../policy/contact-policy.ts';

export type ExplainDeps = {
  readonly customers: Pick<CustomerStore, 'get'>;
  /** The policy of an agent type; `undefined` for one that the stage has no more. */
  readonly policyOf: (agentType: string) => ContactPolicy | undefined;
};

/** Makes the question for which reasons a lane's message would be denied now; none for messages that contact nobody. */
export const createExplain =
  ({ customers, policyOf }: ExplainDeps) =>
  async (body: string): Promise<readonly string[]> => {
    const json = parseJson(body, 'body');
    const lane = json.ok ? parseMessage<LaneMessage>(laneMessageSchema, json.value) : json;
    if (!lane.ok) return [];
    const policy = policyOf(lane.value.agentType);
    if (policy === undefined) return ['NO_SUCH_AGENT_TYPE'];
    const { customerId } = lane.value.message.command;
    const stored = (await customers.get([customerId])).get(customerId);
    // What the gate looks at is stored only: what a command carries of its customer changes no verdict.
    const { verdict } = await policy({ lane: lane.value, recipient: recipientOf(customerId, stored) });
    // Its lane puts it off itself.
    return verdict.kind === 'ALLOW' || verdict.kind === 'DEFER' ? [] : verdict.reasons;
  };
