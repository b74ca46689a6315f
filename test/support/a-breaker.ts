import { randomUUID } from 'node:crypto';
import { breakerControl } from '../../shared/resilience/breaker-record.ts';
import { SharedBreaker } from '../../shared/resilience/shared-breaker.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { createControlBoard } from '../../shared/state/control-board.ts';
import type { ControlStore } from '../../shared/state/control-store.ts';
import { recordingPorts } from './recording-ports.ts';

/** The service of the breakers of tests. */
export const aService = { agentType: 'email', service: 'ses' };

type Settings = {
  readonly now?: () => number;
  readonly store?: ControlStore;
  readonly random?: () => number;
  readonly newId?: () => string;
  readonly ports?: Pick<ReturnType<typeof recordingPorts>, 'log' | 'metrics'>;
};

/** A breaker of one process; those over the same store are of the same stage. */
export const aBreaker = ({
  now = Date.now,
  store = new InMemoryControlStore(),
  random = () => 0.5,
  newId = () => randomUUID(),
  ports = recordingPorts(),
}: Settings = {}): SharedBreaker =>
  new SharedBreaker({
    name: aService,
    store,
    board: createControlBoard({ store, names: [breakerControl(aService)], now }),
    now,
    random,
    newId,
    log: ports.log,
    metrics: ports.metrics,
    dimensions: { agentType: aService.agentType },
  });
