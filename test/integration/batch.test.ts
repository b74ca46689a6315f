import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { showBatch } from '../../cli/commands/batch-show.ts';
import { memberCommandId } from '../../shared/batches/member-id.ts';
import { aBatch } from '../support/a-batch.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { openTestCli } from '../support/test-cli.ts';

const MEMBERS = 50;
const BROKEN = 17;

const cli = openTestCli();
let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe('BATCH_ACCEPTED', 'BATCH_COMPLETED', 'BATCH_REJECTED');
});

afterAll(() => cli.remove());

/** Fifty customers nobody else has, one of them with an action that no agent serves. */
const aWholeBatch = () => {
  const run = randomUUID();
  const { source, batchMessage } = aBatch(MEMBERS, { customerOf: (index) => `cust-${run}-${index}` });
  const messages = batchMessage.messages.with(BROKEN, { customerId: `cust-${run}-x`, action: 'SEND_FAX' });
  return { source, detail: { batchMessage: { ...batchMessage, messages } } };
};

/** As `aws events put-events --entries file://batch.json` does: the specification's document, and nothing else. */
const putAsAwsCli = async ({ source, detail }: { readonly source: string; readonly detail: object }) => {
  const entries = JSON.parse(
    JSON.stringify([
      { EventBusName: stage.busName, Source: source, DetailType: 'BATCH', Detail: JSON.stringify(detail) },
    ]),
  );
  const bus = new EventBridgeClient(stage.settings);
  const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries: entries }));
  expect(FailedEntryCount).toBe(0);
};

const reportOf = (batchId: string) =>
  showBatch(stage.journal, { batchId, waitSeconds: undefined, now: Date.now, sleep: async () => undefined });

describe('a batch on the real stack', () => {
  it('contacts each good member once, although it comes twice, and its report has all of them', async () => {
    const batch = aWholeBatch();
    const { batchId } = batch.detail.batchMessage;

    await putAsAwsCli(batch);
    await putAsAwsCli(batch);

    const completed = await events.untilEvent(
      'the completion',
      ({ event, correlation }) => event.type === 'BATCH_COMPLETED' && correlation['batchId'] === batchId,
    );
    expect(completed.event.metadata).toMatchObject({ members: MEMBERS });
    const outcomes = Object(completed.event.metadata['outcomes']);
    expect(Object.values<number>(outcomes).reduce((sum, count) => sum + count, 0)).toBe(MEMBERS);
    expect(outcomes['REJECTED']).toBe(1);
    const members = await until('every delivery', async () => {
      const { json } = await reportOf(batchId);
      const found: { status: string; member: number; issues: { path: string }[] }[] = Object(json)['members'];
      return found.every(({ status }) => status === 'DELIVERED' || status === 'REJECTED') ? found : undefined;
    });
    expect(members.filter(({ status }) => status === 'REJECTED')).toMatchObject([
      { member: BROKEN, issues: [{ path: `batchMessage.messages.${BROKEN}.action` }] },
    ]);
    for (const { member } of members.filter(({ status }) => status === 'DELIVERED')) {
      const facts = await stage.facts(memberCommandId(batchId, member));
      expect(facts.filter(({ type }) => type === 'sent' || type === 'claimed')).toHaveLength(2);
    }
    const told = events.seen.filter(({ correlation }) => correlation['batchId'] === batchId);
    expect(new Set(told.map(({ event }) => event.type))).toEqual(
      new Set(['BATCH_ACCEPTED', 'BATCH_COMPLETED']),
    );
  });

  it('is rejected as a whole, by the name of the field, and contacts nobody', async () => {
    const { source, batchMessage } = aBatch(3, { batch: { messageCount: 4 } });

    await putAsAwsCli({ source, detail: { batchMessage } });

    const rejected = await events.untilEvent(
      'the rejection',
      ({ correlation }) => correlation['batchId'] === batchMessage.batchId,
    );
    expect(rejected.event).toMatchObject({
      type: 'BATCH_REJECTED',
      metadata: { issues: [{ path: 'batchMessage.messageCount', rule: 'must be the number of messages' }] },
    });
    expect((await reportOf(batchMessage.batchId)).exit).toBe('REJECTED');
  });
});

describe('the command line, straight into the lanes', () => {
  const send = async (document: unknown) => {
    const file = join(cli.root, `${randomUUID()}.json`);
    writeFileSync(file, JSON.stringify(document));
    return cli.json(['command', 'send', file, '--direct']);
  };

  it('sends a batch and waits for its report', async () => {
    const run = randomUUID();
    const batch = aBatch(3, { customerOf: (index) => `cust-${run}-${index}` });
    const { batchId } = batch.batchMessage;

    expect(await send(batch)).toMatchObject({
      code: 0,
      json: { results: [{ batchId, status: 'EXPANDED', accepted: 3, members: 3 }] },
    });

    expect(await cli.json(['batch', 'show', batchId, '--wait', '120'])).toMatchObject({
      code: 0,
      json: { status: 'COMPLETED', members: [{ member: 0 }, { member: 1 }, { member: 2 }] },
    });
  });

  it('sends a command that no queue takes, and its agent reads it where it is kept', async () => {
    // The address is in the part that is kept: without it nobody could be contacted.
    const command = { ...aSendEmailCommand(), ballast: 'x'.repeat(1_100_000) };

    expect(await send(command)).toMatchObject({ code: 0, json: { results: [{ status: 'ACCEPTED' }] } });

    await stage.untilStatus(command.messageId, 'DELIVERED');
  });
});
