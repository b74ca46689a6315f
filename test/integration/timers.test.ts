import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployedFolders } from '../../local/watch/deployed-functions.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { openTestCli } from '../support/test-cli.ts';

const MINUTE = 60_000;

const cli = openTestCli();
let stage: LocalStage;

beforeAll(async () => {
  stage = await openLocalStage();
});

afterAll(() => cli.remove());

const isoIn = (ms: number): string => new Date(Date.now() + ms).toISOString();

const aCommandIn = (ms: number) =>
  aSendEmailCommand({ scheduledFor: isoIn(ms), customerId: `cust-${randomUUID()}` });

const untilAccepted = (commandId: string) => stage.untilStatus(commandId, 'ACCEPTED');

const acceptedOf = async (commandId: string) =>
  (await stage.facts(commandId)).find(({ type }) => type === 'accepted')?.body;

/** The sweep as its rule runs it: LocalStack's own schedules come late. */
const sweep = async (): Promise<void> => {
  const client = new LambdaClient(stage.settings);
  const folders = await deployedFolders(client, 'local');
  const [FunctionName] = folders.find(({ folder }) => folder === 'timer-sweep')?.functionNames ?? [];
  const { FunctionError } = await client.send(new InvokeCommand({ FunctionName }));
  expect(FunctionError).toBeUndefined();
};

const startOf = async (commandId: string): Promise<number> => {
  const sent = await until(`${commandId} to be sent`, async () =>
    (await stage.facts(commandId)).find((fact) => fact.type === 'sent'),
  );
  return sent.body.startedAt;
};

describe('commands with a time, on the real stack', () => {
  it('go out at their time and not before, from their lane or as a timer that was moved', async () => {
    const soon = aCommandIn(20_000);
    const later = aCommandIn(60 * MINUTE);
    await stage.put([soon, later]);
    await untilAccepted(soon.messageId);
    await untilAccepted(later.messageId);
    expect(await acceptedOf(soon.messageId)).toMatchObject({ schedule: 'DELAYED' });
    expect(await acceptedOf(later.messageId)).toMatchObject({ schedule: 'TIMER' });

    const to = isoIn(25_000);
    const listed = await until('the timer', async () => {
      const args = ['timer', 'list', '--customer', later.command.customerId];
      const { json } = await cli.json(args);
      return json['waiting'] === 1 ? json : undefined;
    });
    expect(listed).toMatchObject({ timers: [{ commandId: later.messageId, cause: 'SCHEDULED' }] });
    expect(await cli.json(['timer', 'move', later.messageId, '--at', to])).toMatchObject({
      code: 0,
      json: { dueAt: to },
    });
    await sweep();

    expect(await startOf(soon.messageId)).toBeGreaterThanOrEqual(Date.parse(soon.command.scheduledFor ?? ''));
    expect(await startOf(later.messageId)).toBeGreaterThanOrEqual(Date.parse(to));
    await sweep();
    const facts = await stage.facts(later.messageId);
    expect(facts.filter(({ type }) => type === 'claimed')).toHaveLength(1);
    expect(facts.find(({ type }) => type === 'timer-moved')?.body).toMatchObject({ nth: 1 });
  });

  it('are not sent once they are taken back, whether they wait as a timer or in their lane', async () => {
    const inLane = aCommandIn(30_000);
    const asTimer = aCommandIn(60 * MINUTE);
    const after = aCommandIn(35_000);
    await stage.put([inLane, asTimer, after]);
    for (const { messageId } of [inLane, asTimer, after]) await untilAccepted(messageId);

    for (const { messageId } of [inLane, asTimer])
      expect(await cli.json(['timer', 'cancel', messageId])).toMatchObject({
        code: 0,
        json: { status: 'CANCELLED' },
      });
    await startOf(after.messageId);
    await sweep();

    const { json } = await cli.json(['timer', 'list', '--customer', asTimer.command.customerId]);
    expect(json).toMatchObject({ waiting: 0 });
    for (const { messageId } of [inLane, asTimer]) {
      await stage.untilStatus(messageId, 'CANCELLED');
      expect((await stage.facts(messageId)).filter(({ type }) => type === 'sent')).toEqual([]);
    }
    expect((await cli.json(['timer', 'move', asTimer.messageId, '--at', isoIn(MINUTE)])).code).not.toBe(0);
  });

  it('wait as timers when they are put straight into their lanes from a file, too', async () => {
    const command = aCommandIn(60 * MINUTE);
    const file = join(cli.root, `${randomUUID()}.json`);
    writeFileSync(file, JSON.stringify(command));

    expect((await cli.json(['command', 'send', file, '--direct'])).code).toBe(0);

    expect(await acceptedOf(command.messageId)).toMatchObject({ schedule: 'TIMER' });
    expect(await cli.json(['timer', 'cancel', command.messageId])).toMatchObject({ json: { waited: true } });
  });
});
