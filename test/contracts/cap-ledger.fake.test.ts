import { InMemoryCapLedger } from '../../shared/policy/adapters/in-memory-cap-ledger.ts';
import { describeCapLedger } from './cap-ledger-contract.ts';

describeCapLedger('InMemoryCapLedger', async () => new InMemoryCapLedger());
