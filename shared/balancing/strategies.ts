import { byCustomer } from './by-customer.ts';
import { leastConnections } from './least-connections.ts';
import { responseTime } from './response-time.ts';
import { roundRobin } from './round-robin.ts';
import type { StrategyMaker } from './strategy.ts';
import { weightedRoundRobin } from './weighted-round-robin.ts';

/** The strategies by the names that `config/agents.ts` uses. */
export const strategies = {
  'by-customer': byCustomer,
  'round-robin': roundRobin,
  'weighted-round-robin': weightedRoundRobin,
  'least-connections': leastConnections,
  'response-time': responseTime,
} as const satisfies Record<string, StrategyMaker>;

export type BalancingName = keyof typeof strategies;
