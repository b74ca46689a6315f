import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { CAUSE_ATTRIBUTE } from '../../shared/lanes/lane-queue.ts';
import type { Command } from '../../shared/messages/command.ts';
import type { Priority } from '../../shared/messages/priority.ts';
import type { BreakerState } from '../../shared/resilience/breaker.ts';
import { breakerControl, breakerStateOf } from '../../shared/resilience/breaker-record.ts';
import { DynamoDbControlStore } from '../../shared/state/adapters/dynamodb-control-store.ts';
import { aPlaceCallCommand } from '../support/a-phone-command.ts';
import { localDynamoDb } from '../support/create-journal-table.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';
import { openTestCli } from '../support/test-cli.ts';

/** The tiers stand for the two functions of the pool: processes that share nothing but the breaker. */
const tiers = ['CRITICAL', 'HIGH'] as const satisfies Priority[];
const CONTROL = breakerControl({ agentType: 'phone', service: 'voice' });

const lanesSchema = z.object({
  lanes: z.array(z.object({ pool: z.string(), waiting: z.number(), inFlight: z.number() })),
});

let stage: LocalStage;
let controls: DynamoDbControlStore;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;
const sandbox = sandboxClient();
const cli = openTestCli();

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe('BREAKER_OPENED', 'BREAKER_HALF_OPENED', 'BREAKER_CLOSED');
  controls = new DynamoDbControlStore({
    client: localDynamoDb(stage.settings.endpoint),
    tableName: await stage.parameter(stage.names.stateTableName),
    random: Math.random,
    sleep,
  });
});

afterAll(async () => {
  await sandbox.clearFaults();
  await cli.json(['breaker', 'close', 'phone']);
  cli.remove();
});

const seeBreaker = async () => {
  const [control = { version: 0, value: undefined }] = await controls.read([CONTROL]);
  return { version: control.version, state: breakerStateOf(control) };
};

const untilBreaker = (state: BreakerState['state']) =>
  until(`the breaker to be ${state}`, async () => {
    const seen = await seeBreaker();
    return seen.state.state === state ? seen.state : undefined;
  });

const calls = (count: number) =>
  tiers.flatMap((priority) => Array.from({ length: count }, () => aPlaceCallCommand({ priority })));

/** What of a lane was set aside; it is taken out and put back into the lane, as a release does. */
const releaseAside = async (tier: Priority) => {
  const QueueUrl = await stage.deadLetterUrl('phone', tier);
  const { Messages = [] } = await stage.sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
  );
  for (const { Body = '', ReceiptHandle } of Messages) {
    await stage.enqueue(await stage.laneUrl('phone', tier), [Body]);
    await stage.sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  return Messages.map(({ Body = '', MessageAttributes }) => ({
    commandId: String(JSON.parse(Body).message.messageId),
    cause: MessageAttributes?.[CAUSE_ATTRIBUTE]?.StringValue,
  }));
};

/** Waits until all of these were set aside, and gives their causes; they are on their way again then, or will be. */
const untilAside = async (commands: readonly Command[]) => {
  const causes = new Map<string, string | undefined>();
  await until('the messages that were set aside', async () => {
    for (const { commandId, cause } of (await Promise.all(tiers.map(releaseAside))).flat())
      causes.set(commandId, cause);
    for (const { messageId } of commands.filter((command) => !causes.has(command.messageId))) {
      const parked = (await stage.facts(messageId)).find(({ type }) => type === 'parked');
      if (parked?.type === 'parked') causes.set(messageId, parked.body.cause);
    }
    return commands.every(({ messageId }) => causes.has(messageId)) || undefined;
  });
  return new Set(commands.map(({ messageId }) => causes.get(messageId)));
};

const untilDelivered = (commands: readonly Command[]) =>
  until('all to be delivered', async () => {
    await Promise.all(tiers.map(releaseAside));
    const inboxes = await Promise.all(
      commands.map(({ messageId }) => sandbox.inbox({ commandId: messageId })),
    );
    return inboxes.every(({ length }) => length > 0) ? inboxes : undefined;
  });

describe('the breaker of a service on the real stack', () => {
  it('is opened by the failures of several functions, keeps all from calling, and lets them again when it closes', async () => {
    await sandbox.fault({ match: { channel: 'phone' }, action: { kind: 'throttle' } });
    const failing = calls(10);
    await stage.put(failing);
    expect(await untilBreaker('OPEN')).toMatchObject({ cause: 'PROVIDER_FAILURES' });
    const opened = await events.untilEvent('the EVENT', ({ event }) => event.type === 'BREAKER_OPENED');
    expect(opened.event.metadata).toMatchObject({
      agentType: 'phone',
      service: 'voice',
      cause: 'PROVIDER_FAILURES',
      term: expect.any(Number),
    });

    expect(await cli.json(['breaker', 'open', 'phone'])).toMatchObject({ code: 0 });
    await sleep(1000);
    await sandbox.clearFaults();
    const waiting = calls(3);
    await stage.put(waiting);
    const { json } = await cli.json(['breaker', 'list']);
    expect(JSON.stringify(json)).toContain('"next":"held open: breaker close ends it"');
    await untilTaken(waiting);
    for (const { messageId } of waiting) {
      expect(await sandbox.calls({ commandId: messageId })).toEqual([]);
      expect((await stage.facts(messageId)).map(({ type }) => type)).not.toContain('claimed');
    }

    expect(await cli.json(['breaker', 'close', 'phone'])).toMatchObject({ code: 0 });
    await events.untilEvent('the EVENT', ({ event }) => event.type === 'BREAKER_CLOSED');
    await sleep(1000);
    expect(await untilAside(waiting)).toEqual(new Set(['BREAKER_OPEN']));
    for (const inbox of await untilDelivered([...waiting, ...failing])) expect(inbox).toHaveLength(1);
    for (const { messageId } of [...waiting, ...failing]) await stage.untilStatus(messageId, 'DELIVERED');
  });

  it('is closed by one message that tries', async () => {
    const { version } = await seeBreaker();
    const opened = { state: 'OPEN', term: version + 1, at: 0, cause: 'TEST', opens: 1, until: Date.now() };
    await controls.write(CONTROL, { version: version + 1, value: opened });
    await sleep(1000);
    const probe = aPlaceCallCommand({ priority: 'CRITICAL' });

    await stage.put([probe]);

    await stage.untilStatus(probe.messageId, 'DELIVERED');
    expect(await untilBreaker('CLOSED')).toMatchObject({ cause: 'PROBE_SUCCEEDED', term: version + 3 });
    const told = (type: string, term: number) =>
      events.untilEvent(type, ({ event }) => event.type === type && event.metadata['term'] === term);
    await told('BREAKER_HALF_OPENED', version + 2);
    await told('BREAKER_CLOSED', version + 3);
  });
});

/** Waits until the lanes hold nothing any more of what was put: each was accepted, received and set aside. */
const untilTaken = async (commands: readonly Command[]) => {
  for (const { messageId } of commands) await stage.untilStatus(messageId, 'ACCEPTED', 'PARKED');
  await until('the lanes to be empty', async () => {
    const { json } = await cli.json(['lane', 'list']);
    const phone = lanesSchema.parse(json).lanes.filter(({ pool }) => pool === 'phone');
    return phone.every(({ waiting, inFlight }) => waiting + inFlight === 0) || undefined;
  });
};
