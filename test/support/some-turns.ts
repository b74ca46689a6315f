import { agents } from '../../config/agents.ts';
import { InMemoryTokenLedger } from '../../shared/fairness/adapters/in-memory-token-ledger.ts';
import { createTurns, type TurnsOptions } from '../../shared/fairness/turns.ts';

/** The turns of the e-mail pool, which nothing limits. */
export const someTurns = (options: Partial<TurnsOptions> & Pick<TurnsOptions, 'now'>) =>
  createTurns({
    agent: agents.email,
    shares: async () => ({ campaigns: {}, identities: {} }),
    ledger: new InMemoryTokenLedger(),
    sleep: async () => undefined,
    ...options,
  });
