import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate } from '../../../shared/journal/command-facts.ts';
import type { LaneEntry, LaneSender, SendOutcome } from '../../../shared/lanes/lane-sender.ts';
import type { Command } from '../../../shared/messages/command.ts';
import { createCoordinatorHandler } from '../../../shared/runtime/create-coordinator-handler.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { CrashPlan, type CrashPoint } from '../../support/crash-plan.ts';
import { frontDoorPorts } from '../../support/front-door.ts';
import { anAnswer } from '../../support/pipeline-world.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const onBus = (detail: Command) => ({
  id: `event-${detail.messageId}`,
  'detail-type': 'COMMAND',
  source: detail.source,
  detail,
});

const aWorld = (send: (entry: LaneEntry) => SendOutcome = () => ({ sent: true })) => {
  const journal = new InMemoryJournal();
  const lane: string[] = [];
  const lanes: LaneSender = {
    send: async (entries) =>
      entries.map((entry) => {
        const outcome = send(entry);
        if (outcome.sent) lane.push(entry.message.message.messageId);
        return outcome;
      }),
  };
  const receive = async (commands: readonly Command[], crash?: CrashPoint) => {
    const plan = new CrashPlan(crash);
    const now = () => 1_700_000_000_000;
    const ports = frontDoorPorts(plan.wrap(journal), now);
    const client = createSwitchboardClient({ ...ports, lanes: plan.wrap(lanes) });
    const queue = { delete: async () => undefined, returnLater: async () => undefined };
    const handler = createCoordinatorHandler({
      ...recordingPorts(),
      ...ports,
      client,
      queue,
      dimensions: {},
      random: () => 0,
      groupMs: 0,
    });
    const event = { Records: commands.map((command) => anSqsRecord(onBus(command))) };
    return Promise.race([handler(event, { getRemainingTimeInMillis: () => 6000 }), plan.crashed]);
  };
  return { journal, lane, receive };
};

describe('createCoordinatorHandler', () => {
  it('gives a batch to its lanes with one journal call and one call of the sender', async () => {
    const { receive, lane } = aWorld();
    const commands = Array.from({ length: 10 }, () => aSendEmailCommand());

    expect(await receive(commands)).toEqual({ batchItemFailures: [] });

    expect(lane).toEqual(commands.map(({ messageId }) => messageId));
  });

  it('takes back only what its lane did not take', async () => {
    const [good, bad] = [aSendEmailCommand(), aSendEmailCommand({ customerId: 'cust-unlucky' })];
    const { receive, lane } = aWorld(({ message }) =>
      message.message.command.customerId === 'cust-unlucky'
        ? { sent: false, cause: 'InternalError' }
        : { sent: true },
    );

    const answer = await receive([good, bad]);

    expect(answer).toMatchObject({ batchItemFailures: [{ itemIdentifier: expect.any(String) }] });
    expect(lane).toEqual([good.messageId]);
  });

  for (const when of ['before', 'after'] as const) {
    for (const call of [0, 1]) {
      it(`loses no command when it dies ${when} its call ${call} and the batch comes again`, async () => {
        const { receive, lane, journal } = aWorld();
        const commands = [aSendEmailCommand(), aSendEmailCommand()];

        expect(await receive(commands, { call, when })).toBe('crashed');
        expect(await receive(commands)).toEqual({ batchItemFailures: [] });

        for (const { messageId } of commands) {
          expect(lane).toContain(messageId);
          expect(await journal.read(commandAggregate(messageId))).toMatchObject([{ type: 'accepted' }]);
        }
      });
    }
  }

  it('ends in time however long its notes take: those that it has no time for come again', async () => {
    const ports = frontDoorPorts(new InMemoryJournal(), () => 1_700_000_000_000);
    const client = createSwitchboardClient({ ...ports, lanes: { send: async () => [] } });
    let remaining = 15_000;
    const noted: string[] = [];
    const handler = createCoordinatorHandler({
      ...recordingPorts(),
      ...ports,
      client,
      leadOn: async ({ messageId }) => {
        remaining -= 2500;
        noted.push(messageId);
        return [];
      },
      queue: { delete: async () => undefined, returnLater: async () => undefined },
      dimensions: {},
      random: () => 0,
      groupMs: 1500,
    });
    const Records = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const detail = { ...(await anAnswer('hm')), messageId: randomUUID() };
        return anSqsRecord({
          id: randomUUID(),
          'detail-type': 'EVENT',
          source: Object(detail).source,
          detail,
        });
      }),
    );

    const answer = await handler({ Records }, { getRemainingTimeInMillis: () => remaining });

    expect(noted.length).toBe(5);
    expect(answer?.batchItemFailures.length).toBe(5);
    expect(remaining).toBeGreaterThan(0);
  });

  it('lets the whole batch come again when the journal cannot be reached', async () => {
    const { receive, lane, journal } = aWorld();
    journal.insert = async () => {
      throw new Error('no journal');
    };

    expect(await receive([aSendEmailCommand()])).toMatchObject({ batchItemFailures: [{}] });
    expect(lane).toEqual([]);
  });
});
