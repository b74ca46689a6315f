import { describe, expect, it } from 'vitest';
import { memberCommandId } from '../../../shared/batches/member-id.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import type { LaneEntry } from '../../../shared/lanes/lane-sender.ts';
import { createCoordinatorHandler } from '../../../shared/runtime/create-coordinator-handler.ts';
import { createRelayHandler } from '../../../shared/runtime/create-relay-handler.ts';
import { aBatch } from '../../support/a-batch.ts';
import { type CrashCase, dieEverywhere } from '../../support/crash-everywhere.ts';
import { frontDoorPorts } from '../../support/front-door.ts';
import { itemOf } from '../../support/item-of.ts';
import { LaneWorld } from '../../support/lane-world.ts';
import { queueDeps, queueWorld } from '../../support/queue-world.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

/** A member that is broken beside those that are not. */
const brokenBatch = () => {
  const { source, batchMessage } = aBatch(12);
  const messages = batchMessage.messages.with(5, { customerId: 'cust-5', action: 'SEND_FAX' });
  return { source, batchMessage: { ...batchMessage, messages } };
};

/** What the journal's stream brings, all at once, to a relay that may have told it before. */
const relayAll = async (world: LaneWorld) => {
  const handler = createRelayHandler({
    ...recordingPorts(),
    dimensions: {},
    journal: world.journal,
    publisher: { publish: async (events) => events.map(() => true) },
    marks: { note: async () => undefined },
    index: { note: async () => undefined },
  });
  const Records = world.journal.all().map((each) => ({
    dynamodb: { NewImage: itemOf(each), SequenceNumber: each.key },
  }));
  expect(await handler({ Records })).toEqual({ batchItemFailures: [] });
};

const expansion: CrashCase = async () => {
  const world = new LaneWorld();
  const batch = brokenBatch();
  const { batchId } = batch.batchMessage;
  const inLanes: LaneEntry[] = [];
  const send = async (entries: readonly LaneEntry[]) => {
    inLanes.push(...entries);
    return entries.map(() => ({ sent: true as const }));
  };
  const clock = { now: world.now };
  const body = { id: 'e', 'detail-type': 'BATCH', source: batch.source, detail: batch };
  return queueWorld(
    [body],
    clock,
    (plan, queue) => {
      const ports = frontDoorPorts(plan.wrap(world.journal), () => clock.now);
      const client = createSwitchboardClient({ ...ports, lanes: plan.wrap({ send }) });
      return createCoordinatorHandler({ ...queueDeps(queue), ...ports, client });
    },
    async () => {
      world.pass(clock.now - world.now);
      for (const { message } of inLanes) world.put(message);
      await world.drain();
      const wanted = Array.from({ length: 12 }, (_, member) => memberCommandId(batchId, member));
      const sent = world.accepted.map(({ commandId }) => commandId).sort();
      expect(sent).toEqual(wanted.filter((_, member) => member !== 5).sort());
      await relayAll(world);
      await relayAll(world);
      expect(world.journal.all().filter(({ type }) => type === 'batch-completed')).toMatchObject([
        { body: { members: 12, outcomes: { SENT: 11, REJECTED: 1 } } },
      ]);
    },
  );
};

describe('the expansion of a batch', () => {
  it('contacts every good member once and completes once, wherever the coordinator dies', async () => {
    expect(await dieEverywhere(expansion)).toBeGreaterThanOrEqual(6);
  });
});
