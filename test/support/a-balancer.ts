import { agents } from '../../config/agents.ts';
import { InMemoryLoadExchange } from '../../shared/balancing/adapters/in-memory-load-exchange.ts';
import { type BalancerOptions, createBalancer } from '../../shared/balancing/balancer.ts';
import { everyoneIsHealthy } from '../../shared/balancing/identity-health.ts';

/** The balancer of the e-mail pool, all of whose identities are well. */
export const aBalancer = (options: Partial<BalancerOptions> & Pick<BalancerOptions, 'now'>) =>
  createBalancer({
    agent: agents.email,
    health: everyoneIsHealthy,
    shares: async () => ({ campaigns: {}, identities: {} }),
    loads: new InMemoryLoadExchange(),
    random: () => 0.5,
    ...options,
  });
