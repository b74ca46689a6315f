import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { describeTimerStore } from './timer-contract.ts';

describeTimerStore('InMemoryTimers', async () => new InMemoryTimers());
