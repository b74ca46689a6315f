import { randomUUID } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { aLaneMessage } from '../support/a-lane-message.ts';
import { aCustomer } from '../support/a-recipient.ts';
import { aReferringCommand, aSendEmailCommand } from '../support/a-send-email-command.ts';
import { aCanary } from '../support/canary.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';
import { openTestCli, type TestCli } from '../support/test-cli.ts';

let stage: LocalStage;
let cli: TestCli;
const sandbox = sandboxClient();

beforeAll(async () => {
  stage = await openLocalStage();
  cli = openTestCli();
});

afterAll(() => cli.remove());

const listSchema = z.object({
  parked: z.array(z.object({ id: z.string(), commandId: z.string().nullable(), cause: z.string() })),
});
const redriveSchema = z.object({ redriven: z.array(z.object({ outcome: z.string() })) });

const listed = async (...options: string[]) => {
  const { json } = await cli.json(['dlq', 'list', '--limit', '10000', ...options]);
  return listSchema.parse(json).parked;
};

const redrive = async (commandId: string, ...options: string[]) => {
  const { json } = await cli.json(['dlq', 'redrive', '--id', commandId, ...options]);
  return redriveSchema.parse(json).redriven.map(({ outcome }) => outcome);
};

describe('dead letters on the real stack', () => {
  it('are parked with their cause, listed, and sent exactly once however often they are redriven', async () => {
    const canary = aCanary();
    const command = aSendEmailCommand({ priority: 'LOW', email: `${canary.word}@example.com` });
    const { messageId } = command;
    await sandbox.fault({ match: { commandId: messageId }, times: 1000, action: { kind: 'throttle' } });
    const restore = await stage.giveUpEarly(await stage.laneUrl('email', 'LOW'));

    await stage.put([command]);
    await stage.untilStatus(messageId, 'PARKED');
    await restore();

    const [parked] = (await listed('--agent-type', 'email', '--cause', 'RECEIVES_USED_UP')).filter(
      ({ commandId }) => commandId === messageId,
    );
    expect(parked).toBeDefined();
    const shown = JSON.stringify((await cli.json(['dlq', 'show', messageId])).json);
    expect(shown).toContain('"templateId":"templ-789"');
    expect(canary.isIn(shown)).toBe(false);
    const revealed = await cli.json(['dlq', 'show', parked?.id ?? '', '--reveal']);
    expect(canary.isIn(JSON.stringify(revealed.json))).toBe(true);

    expect((await cli.json(['dlq', 'redrive', '--id', messageId])).code).toBe(2);
    expect(await redrive(messageId, '--dry-run')).toEqual(['WOULD_RELEASE']);
    await sandbox.clearFaults();
    expect(await redrive(messageId, '--yes')).toEqual(['RELEASED']);
    expect(await redrive(messageId, '--yes')).toEqual([]);

    await stage.untilStatus(messageId, 'DELIVERED');
    expect(await sandbox.inbox({ commandId: messageId })).toHaveLength(1);
    const types = (await stage.facts(messageId)).map(({ type }) => type);
    expect(types.filter((type) => type === 'released')).toHaveLength(1);
  });

  it('are released by the event that ends their cause', async () => {
    const customerId = `cust-${randomUUID()}`;
    await stage.customers.put(aCustomer({ customerId }));
    const command = aReferringCommand({ customerId, priority: 'HIGH' });
    await stage.sqs.send(
      new SendMessageCommand({
        QueueUrl: await stage.deadLetterUrl('email', 'HIGH'),
        MessageBody: JSON.stringify(aLaneMessage(command, Date.now())),
        MessageAttributes: { 'switchboard-cause': { DataType: 'String', StringValue: 'BREAKER_OPEN' } },
      }),
    );
    await stage.untilStatus(command.messageId, 'PARKED');

    await stage.put([
      {
        messageId: randomUUID(),
        messageType: 'EVENT',
        timestamp: new Date().toISOString(),
        source: 'email-agent',
        event: {
          type: 'BREAKER_CLOSED',
          status: 'RECORDED',
          metadata: { deliveryTime: null, messageId: null, agentType: 'email' },
        },
        correlation: {},
      },
    ] as never);

    await stage.untilStatus(command.messageId, 'DELIVERED');
    expect((await stage.facts(command.messageId)).find(({ type }) => type === 'released')).toMatchObject({
      body: { by: expect.stringMatching(/^(BREAKER_CLOSED|SWEEP)$/) }, // whichever looks first
    });
    expect(await sandbox.inbox({ commandId: command.messageId })).toHaveLength(1);
  });

  it('are kept also when nobody can read them, and dropped when somebody says so', async () => {
    const marker = randomUUID();
    await stage.enqueue(await stage.deadLetterUrl('coordinator', 'HIGH'), [`"${marker}`]);

    const parked = await until('the unreadable message on the list', async () => {
      const found = await listed('--agent-type', 'coordinator', '--newer-than', '1h');
      for (const { id, commandId } of found) {
        const { json } = commandId === null ? await cli.json(['dlq', 'show', id, '--reveal']) : { json: {} };
        if (JSON.stringify(json).includes(marker)) return id;
      }
      return undefined;
    });
    const dropped = await cli.json(['dlq', 'drop', parked, '--reason', 'NO_MESSAGE']);

    expect(dropped).toMatchObject({ code: 0, json: { dropped: [{ outcome: 'DROPPED' }] } });
    expect((await cli.json(['dlq', 'show', parked])).code).toBe(1);
  });
});
