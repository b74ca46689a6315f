import type { AdmittedWork } from '../../shared/client/admit-command.ts';
import { type WeighCommandDeps, weighCommand } from '../../shared/client/weigh-command.ts';
import type { Assignment } from '../../shared/coordination/assign-work.ts';
import type { PoolWatch } from '../../shared/coordination/watch-pools.ts';
import type { CustomerStore } from '../../shared/customers/customer-store.ts';
import type { Parsed } from '../../shared/messages/parse-message.ts';

export type ExplainWorkDeps = WeighCommandDeps & {
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly pools: PoolWatch;
  readonly now: () => number;
};

/** Which channel the coordinator would choose now for a command that leaves it the choice. */
export const explainWork = async (
  { message, tier: priority }: AdmittedWork,
  deps: ExplainWorkDeps,
): Promise<Parsed<Assignment>> => {
  const { customerId, preferChannels: prefer = [], avoidChannels: avoid = [] } = message.command;
  const [pools, customers] = await Promise.all([deps.pools(), deps.customers.get([customerId])]);
  const seen = { customer: customers.get(customerId), pools, at: deps.now() };
  return weighCommand(message, { priority, prefer, avoid }, seen, deps);
};
