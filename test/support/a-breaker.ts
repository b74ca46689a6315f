import { randomUUID } from 'node:crypto';
import { breakerControl, type ServiceName } from '../../shared/resilience/breaker-record.ts';
import { SharedBreaker } from '../../shared/resilience/shared-breaker.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { type ControlBoard, createControlBoard } from '../../shared/state/control-board.ts';
import type { ControlStore } from '../../shared/state/control-store.ts';
import { recordingPorts } from './recording-ports.ts';

/** The service of the breakers of tests. */
export const aService = { agentType: 'email', service: 'ses' };

/** The service of the standby of tests. */
export const aStandby = { agentType: 'email', service: 'ses-eu-west-1' };

type Settings = {
  readonly name?: ServiceName;
  readonly now?: () => number;
  readonly store?: ControlStore;
  /** The board of its process. @default one of its own */
  readonly board?: ControlBoard;
  readonly random?: () => number;
  readonly newId?: () => string;
  readonly ports?: Pick<ReturnType<typeof recordingPorts>, 'log' | 'metrics'>;
};

/** A breaker of one process; those over the same store are of the same stage. */
export const aBreaker = ({
  name = aService,
  now = Date.now,
  store = new InMemoryControlStore(),
  random = () => 0.5,
  newId = () => randomUUID(),
  ports = recordingPorts(),
  board = createControlBoard({ store, names: [breakerControl(name)], now }),
}: Settings = {}): SharedBreaker =>
  new SharedBreaker({
    name,
    store,
    board,
    now,
    random,
    newId,
    log: ports.log,
    metrics: ports.metrics,
    dimensions: { agentType: name.agentType },
  });
