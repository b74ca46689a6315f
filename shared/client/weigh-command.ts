import * as z from 'zod';
import type { Assignment, PoolView, WorkRequest } from '../coordination/assign-work.ts';
import { type WeighDeps, weighChannels } from '../coordination/weigh-channels.ts';
import type { Customer } from '../customers/customer.ts';
import { recipientOf } from '../customers/recipient.ts';
import type { ContactCommand } from '../messages/command.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import { type AdmissionRules, admitTo } from './admit-command.ts';

export type WeighCommandDeps = WeighDeps &
  AdmissionRules & {
    readonly templates: TemplateStore;
    readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  };

/** What was read before for a command: its customer, how pools are, and when. */
export type Seen = {
  readonly customer: Customer | undefined;
  readonly pools: ReadonlyMap<string, PoolView>;
  /** Milliseconds since 1970. */
  readonly at: number;
};

/** Assigns one command to an agent type, or says what of it is broken. Throws where something cannot be read. */
export const weighCommand = async (
  message: ContactCommand,
  request: Pick<WorkRequest, 'priority' | 'only' | 'prefer' | 'avoid'>,
  { customer, pools, at }: Seen,
  deps: WeighCommandDeps,
): Promise<Parsed<Assignment>> => {
  const { customerId, templateId, context } = message.command;
  const template = await deps.templates.get(templateId);
  if (template === undefined) return broken('command.templateId', 'names no template (config/templates)');
  const carried = await readCarried(customerId, context?.customerData, deps.cipher);
  if (!carried.ok) return carried;
  if (customer === undefined && carried.value === undefined) {
    return broken('command.customerId', 'must name a customer, or the command must carry customerData');
  }
  const laneFor = (agentType: string) => {
    const admitted = admitTo(message, agentType, at, deps);
    return admitted.ok ? admitted.value.entry.message : undefined;
  };
  const recipient = recipientOf(customerId, customer, carried.value);
  const work = { laneFor, recipient, preferredChannel: customer?.preferredChannel, template, request };
  return { ok: true, value: await weighChannels(work, pools, deps) };
};

const carriedSchema = z.record(z.string(), z.unknown());

/** Addresses may travel with the command: the agent reads them so, too. */
const readCarried = async (
  customerId: string,
  carried: Readonly<Record<string, unknown>> | string | undefined,
  cipher: WeighCommandDeps['cipher'],
): Promise<Parsed<Readonly<Record<string, unknown>> | undefined>> => {
  if (typeof carried !== 'string') return { ok: true, value: carried };
  const read = carriedSchema.safeParse(await cipher.decrypt(customerId, carried)).data;
  return read === undefined
    ? broken('command.context.customerData', "must be a compact JWE under the customer's key")
    : { ok: true, value: read };
};
