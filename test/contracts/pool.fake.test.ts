import { InMemoryLoadExchange } from '../../shared/balancing/adapters/in-memory-load-exchange.ts';
import { InMemoryTokenLedger } from '../../shared/fairness/adapters/in-memory-token-ledger.ts';
import { describeLoadExchange, describeTokenLedger } from './pool-contract.ts';

describeTokenLedger('InMemoryTokenLedger', async () => new InMemoryTokenLedger());
describeLoadExchange('InMemoryLoadExchange', async () => new InMemoryLoadExchange());
