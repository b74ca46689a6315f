import { InMemorySagaWaits } from '../../shared/sagas/adapters/in-memory-saga-waits.ts';
import { describeSagaWaits } from './saga-waits-contract.ts';

describeSagaWaits('InMemorySagaWaits', async () => new InMemorySagaWaits());
