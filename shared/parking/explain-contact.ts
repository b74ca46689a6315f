import * as z from 'zod';
import type { Customer } from '../customers/customer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import { recipientOf } from '../customers/recipient.ts';
import { type LaneMessage, laneMessageSchema } from '../lanes/lane-message.ts';
import { parseJson, parseMessage } from '../messages/parse-message.ts';
import type { ContactPolicy } from '../policy/contact-policy.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';

export type ExplainDeps = {
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  /** The policy of an agent type; `undefined` for one that the stage has no more. */
  readonly policyOf: (agentType: string) => ContactPolicy | undefined;
};

/** Makes the question for which reasons a lane's message would be denied now; none for messages that contact nobody. */
export const createExplain =
  ({ customers, cipher, policyOf }: ExplainDeps) =>
  async (body: string): Promise<readonly string[]> => {
    const json = parseJson(body, 'body');
    const lane = json.ok ? parseMessage<LaneMessage>(laneMessageSchema, json.value) : json;
    if (!lane.ok) return [];
    const policy = policyOf(lane.value.agentType);
    if (policy === undefined) return ['NO_SUCH_AGENT_TYPE'];
    const { customerId } = lane.value.message.command;
    const stored = (await customers.get([customerId])).get(customerId);
    const { verdict } = await policy({
      lane: lane.value,
      recipient: await toRecipient(lane.value, stored, cipher),
    });
    return verdict.kind === 'ALLOW' ? [] : verdict.reasons;
  };

const carriedSchema = z.record(z.string(), z.unknown());

const toRecipient = async (
  { message }: LaneMessage,
  stored: Customer | undefined,
  cipher: ExplainDeps['cipher'],
) => {
  const { customerId, context } = message.command;
  const data = context?.customerData;
  const carried = typeof data === 'string' ? await cipher.decrypt(customerId, data) : data;
  return recipientOf(customerId, stored, carriedSchema.safeParse(carried).data);
};
