import { agents as registry } from '../../config/agents.ts';
import { DynamoDbAgentStateStore } from '../../shared/agents/adapters/dynamodb-agent-state-store.ts';
import { readStopOrder, STOP_CONTROL } from '../../shared/policy/stop-order.ts';
import { breakerControl, breakerStateOf } from '../../shared/resilience/breaker-record.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';
import { openLaneCounts, WINDOW_MS } from '../commands/lane-list.ts';
import type { AttainmentSource } from '../deadlines/attainment.ts';
import { openControls } from '../open-controls.ts';
import { openParkingLot, parkingPools } from '../open-parking.ts';
import type { StageAccess } from '../stage-access.ts';
import { kept } from './kept.ts';
import { type OldestSource, withOldest } from './oldest.ts';
import type { Snapshot } from './snapshot.ts';

/** Milliseconds for which figures that change slowly, or cost money on AWS, are shown as they are. */
const KEPT_MS = { local: 4000, aws: 60_000 };

/** Identities in one read (the store's limit is 50). */
const MOST_IDENTITIES = 50;

const services = Object.entries(registry).map(([agentType, { provider }]) => ({
  agentType,
  service: provider.kind as string,
}));

/**
 * Opens what looks at a stage. A look makes one GetQueueAttributes for each lane and each of its dead-letter queues and one read
 * of the switches. Each minute on AWS, every 4 s on the local stage, it also makes one GetMetricData for the attainment and one
 * for ages (on the local stage: reads the agents' logs), one read for 50 identities, and one Query for each pool that messages
 * can be parked from.
 */
export const openLook = async (
  access: StageAccess,
  attainmentIn: AttainmentSource,
  oldestIn: OldestSource,
): Promise<() => Promise<Snapshot>> => {
  const keptMs = access.target.name === 'local' ? KEPT_MS.local : KEPT_MS.aws;
  const { now } = systemPorts;
  const [counts, controls, states, parking] = await Promise.all([
    openLaneCounts(access),
    openControls(access),
    openStates(access),
    openParkingLot(access),
  ]);
  const attainment = kept(keptMs, now, () => attainmentIn(now() - WINDOW_MS, now()));
  const agents = kept(keptMs, now, () => agentsIn(states));
  const parked = kept(keptMs, now, () => parkedIn(parking));
  const oldest = kept(keptMs, now, oldestIn);
  return async () => {
    const [lanes, [stop, ...breakers], ...slow] = await Promise.all([
      counts(),
      controls.read([STOP_CONTROL, ...services.map(breakerControl)]),
      attainment(),
      agents(),
      parked(),
      oldest(),
    ]);
    const order = readStopOrder(stop?.value);
    return {
      stage: access.target.name,
      at: new Date(now()).toISOString(),
      ...(order.stopped ? { stopped: order.reason ?? 'no reason given' } : {}),
      lanes: withOldest(lanes, slow[3]),
      attainment: slow[0],
      agents: slow[1],
      breakers: services.map((service, at) => {
        const { state, cause } = breakerStateOf(breakers[at] ?? { version: 0, value: undefined });
        return { ...service, state, cause };
      }),
      parked: slow[2],
    };
  };
};

const openStates = async ({ parameters, names, dynamoDb: client }: StageAccess) => {
  const [tableName = ''] = await parameters([names.stateTableName]);
  return new DynamoDbAgentStateStore({ ...systemPorts, client, tableName });
};

const agentsIn = async (states: Pick<DynamoDbAgentStateStore, 'get'>): Promise<Snapshot['agents']> => {
  const identities = Object.values(registry)
    .flatMap((agent) => Object.keys(agent.identities))
    .slice(0, MOST_IDENTITIES);
  const reports = await states.get(identities);
  return identities.map((identity) => {
    const said = reports.find((report) => report.identity === identity && report.part === 'status');
    if (said === undefined) return { identity, status: '-' };
    return { identity, status: said.status, saidAt: new Date(said.saidAt).toISOString() };
  });
};

const parkedIn = async (lot: Awaited<ReturnType<typeof openParkingLot>>): Promise<Snapshot['parked']> => {
  const pages = await Promise.all(
    parkingPools.map(async (pool) => ({ pool, ...(await lot.list(pool, {})) })),
  );
  return pages
    .map(({ pool, messages, next }) => ({ pool, count: messages.length, more: next !== undefined }))
    .filter(({ count, more }) => count > 0 || more);
};
