import { agents, coordinator } from '../../../config/agents.ts';
import { lanes } from '../../../config/lanes.ts';
import {
  createSwitchboardClient,
  type SwitchboardClient,
} from '../../../shared/client/switchboard-client.ts';
import { laneTierOf } from '../../../shared/lanes/lane-plan.ts';
import type { LaneEntry, LaneSender, SendOutcome } from '../../../shared/lanes/lane-sender.ts';
import { commandTypeTable, type EventType, eventTypeTable } from '../../../shared/messages/message-types.ts';
import type { Priority } from '../../../shared/messages/priority.ts';
import { createCoordinatorHandler } from '../../../shared/runtime/create-coordinator-handler.ts';
import { TimersUnavailableError } from '../../../shared/timers/timer-store.ts';
import { noCampaigns } from '../../support/no-campaigns.ts';
import type { Environment } from '../models/environment.ts';
import { conversationsOf, portsOf } from '../ports.ts';
import { signer } from '../signer.ts';
import type { Submitted } from '../submitted.ts';
import type { World } from '../world.ts';
import { queueNamed, serveLanes } from './lanes.ts';
import { recordLaneOf } from './record-keeper.ts';

/** The front door as one process opens it, over this world's ports. */
export const openClient = (world: World, environment: Environment): SwitchboardClient =>
  createSwitchboardClient({
    campaigns: noCampaigns,
    ...frontDoorOf(world, environment),
    agents,
    laneTable: lanes,
    lanes: senderOf(world, environment),
    timers: timersOf(world, environment),
    recordLane: recordLaneOf(world, environment),
    choreLane: { send: async (chores) => chores.map(() => ({ sent: true })) },
  });

/** The coordinator behind its lanes, and the bus's rules that fill them. */
export const addCoordinator = (world: World): void => {
  serveLanes(world, 'coordinator', coordinator.timeoutSeconds, (environment) =>
    createCoordinatorHandler({
      ...frontDoorOf(world, environment),
      dimensions: {},
      groupMs: 1500,
      agentStates: environment.wrap(world.agentStates, () => new Error('unavailable')),
      client: openClient(world, environment),
      escalate: async ({ escalationId }) => ({ outcome: 'TASK', taskId: escalationId }), // tasks are no part of this world
    }),
  );
  world.bus.addTarget({
    matches: ({ detailType }) => detailType !== 'EVENT',
    take: ({ detail }, body) => {
      const tier = laneTierOf(tierOnBus(detail as Submitted['document']), world.stage);
      queueNamed(world, `coordinator-${tier}`).send(body());
    },
  });
  world.bus.addTarget({
    matches: ({ detail }) => decidesOf(detail) !== undefined,
    take: ({ detail }, body) => {
      const tier = laneTierOf(decidesOf(detail) ?? 'MEDIUM', world.stage);
      queueNamed(world, `coordinator-${tier}`).send(body());
    },
  });
};

/** The tier of a message on the bus, as the coordinator's rules have it. */
const tierOnBus = (detail: Submitted['document']): Priority => {
  const command = detail['command'] as
    | { priority?: Priority; type?: keyof typeof commandTypeTable }
    | undefined;
  return command?.priority ?? commandTypeTable[command?.type ?? 'SEND_EMAIL']?.tier ?? 'MEDIUM';
};

/** The tier of an EVENT that the coordinator acts on. */
const decidesOf = (detail: object) => {
  const type = (detail as { event?: { type: EventType } }).event?.type;
  const row = type === undefined ? undefined : eventTypeTable[type];
  return row?.decides ? row.tier : undefined;
};

const frontDoorOf = (world: World, environment: Environment) => ({
  ...portsOf(world, environment),
  signer,
  conversations: conversationsOf(world, environment),
  allowPlainContext: true,
});

/** The timers as one process sees them. */
export const timersOf = (world: World, environment: Environment) =>
  environment.wrap(world.timers, () => new TimersUnavailableError());

/** The lanes as one process fills them. */
export const senderOf = (world: World, environment: Environment): LaneSender => ({
  send: (entries) =>
    environment.call(async () => {
      const outcomes = entries.map((entry) => sendOne(world, entry));
      return world.faults.strikes('lost answer') ? outcomes.map(() => refused) : outcomes;
    }),
});

const refused: SendOutcome = { sent: false, cause: 'ServiceUnavailable' };

const sendOne = (
  world: World,
  { agentType, tier, message, delaySeconds, groupId }: LaneEntry,
): SendOutcome => {
  if (world.faults.strikes('refused batch entry')) return refused;
  const lane = queueNamed(world, `${agentType}-${laneTierOf(tier, world.stage)}`);
  lane.send(JSON.stringify(message), { delaySeconds, groupId });
  return world.faults.strikes('accepted batch entry reported as refused') ? refused : { sent: true };
};
