import type { World } from '../world.ts';
import { addAgents } from './agents.ts';
import { addCoordinator } from './coordinator.ts';
import { addReceipts } from './receipts.ts';
import { addRecordKeeper } from './record-keeper.ts';
import { addRelay } from './relay.ts';
import { addRelease } from './release.ts';
import { addSweep } from './sweep.ts';
import { addTimerSweep } from './timer-sweep.ts';
import { addTriage } from './triage.ts';
import { addUnsubscribe } from './unsubscribe.ts';

/** The real consumers of a deployment; one that is added here works in every world. */
export const consumers: readonly ((world: World) => void)[] = [
  addCoordinator,
  addAgents,
  addReceipts,
  addUnsubscribe,
  addRelay,
  addRecordKeeper,
  addRelease,
  addSweep,
  addTimerSweep,
  addTriage,
];
