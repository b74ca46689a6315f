import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';
import { openTestCli } from '../support/test-cli.ts';

const cli = openTestCli();
const sandbox = sandboxClient();
let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe('REPORT_GENERATED', 'COMMAND_REJECTED');
});

afterAll(() => cli.remove());

const today = () => new Date().toISOString().slice(0, 10);

/** Asks for the same report again until it counts so many: the index is filled beside the way of the messages. */
const untilCounted = (commands: number, ...options: readonly string[]) =>
  until(`a report of ${commands} commands`, async () => {
    const { code, json } = await cli.json(['report', 'generate', ...options, '--wait']);
    expect(code).toBe(0);
    return Object(json['total']).commands >= commands ? json : undefined;
  });

describe('reports on the real stack', () => {
  it('count what became of the commands of a campaign and of the day, and say where they are', async () => {
    const campaignId = `camp-${randomUUID()}`;
    const commands = [1, 2, 3].map(() => {
      const command = aSendEmailCommand();
      return { ...command, command: { ...command.command, campaignId } };
    });
    const [, bounced] = commands.map(({ messageId }) => messageId);
    await sandbox.fault({
      match: { commandId: bounced },
      times: 1,
      action: { kind: 'receipt', receipt: 'bounce' },
    });
    await stage.put(commands);
    for (const { messageId } of commands) await stage.untilStatus(messageId, 'DELIVERED', 'FAILED');

    const report = await untilCounted(3, '--campaign', campaignId, '--from', today());

    expect(report['total']).toMatchObject({
      commands: 3,
      attempts: 3,
      outcomes: { DELIVERED: 2, FAILED: 1 },
    });
    expect(report['rows']).toMatchObject([
      { of: { day: today(), channel: 'email' }, counts: { commands: 3 } },
    ]);
    const reportId = String(report['reportId']);
    const told = await events.untilEvent(
      'the EVENT of the report',
      ({ correlation }) => correlation.originalCommandId === reportId,
    );
    expect(told.event).toMatchObject({
      type: 'REPORT_GENERATED',
      metadata: { reportType: 'campaign', of: campaignId, commands: 3 },
    });
    expect(report['json']).toBe(`s3://${told.event.metadata['bucket']}/${told.event.metadata['jsonKey']}`);
    expect(await stage.untilStatus(reportId, 'DELIVERED')).toBe('DELIVERED');
    expect(await cli.json(['report', 'show', reportId])).toMatchObject({
      code: 0,
      json: { total: report['total'] },
    });
    const { json } = await cli.json(['report', 'list']);
    expect(json['reports']).toContainEqual(expect.objectContaining({ reportId }));

    const day = await untilCounted(3, '--day', today());
    const facts = await Promise.all(
      commands.map(({ messageId }) => stage.journal.read(commandAggregate(messageId))),
    );
    expect(Object(day['total']).outcomes.DELIVERED).toBeGreaterThanOrEqual(facts.length - 1);
  });

  it('are rejected through the bus by the name of the field', async () => {
    const { code, json } = await cli.json(['report', 'generate', '--day', '2999-01-01', '--wait']);

    expect(code).toBe(3);
    expect(json['issues']).toMatchObject([{ path: 'command.day' }]);
  });
});
