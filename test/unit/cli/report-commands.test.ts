import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { generateReport, reportCommand } from '../../../cli/commands/report-generate.ts';
import { listReports } from '../../../cli/commands/report-list.ts';
import { showReport } from '../../../cli/commands/report-show.ts';
import type { StageAccess } from '../../../cli/stage-access.ts';
import { createSwitchboardClient } from '../../../shared/client/switchboard-client.ts';
import { noteCommands } from '../../../shared/reports/index-follower.ts';
import { factsOf, ReportWorld } from '../../support/a-report.ts';
import { frontDoorPorts } from '../../support/front-door.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const DAY = '2026-11-21';

/** A stage whose bus hands commands to the front door, and whose back office works at once. */
const aStage = () => {
  const world = new ReportWorld({ reportType: 'day', fromDay: DAY, untilDay: DAY });
  world.waiting.length = 0;
  const client = createSwitchboardClient({
    ...frontDoorPorts(world.journal, () => NOW),
    lanes: { send: async () => [] },
    choreLane: {
      send: async (chores) => {
        world.waiting.push(...chores);
        return chores.map(() => ({ sent: true as const }));
      },
    },
  });
  const put = async (detail: string) => {
    await client.submit([{ intakeId: 'bus-1', message: JSON.parse(detail) }]);
    await world.drain(10_000);
    return { Entries: [{ EventId: 'e' }] };
  };
  const s3 = async ({ input }: { readonly input: { readonly Key?: string } }) => {
    if (input.Key === undefined)
      return {
        Contents: [...world.reports.files.keys()].map((Key) => ({ Key, LastModified: new Date(NOW) })),
      };
    const text = world.reports.files.get(input.Key);
    return { Body: { transformToString: async () => text } };
  };
  const access = {
    names: { busName: 'bus', reportsBucketName: 'reports' },
    parameters: async (names: readonly string[]) => names,
    journal: async () => world.journal,
    bus: {
      send: ({ input }: { input: { Entries: { Detail: string }[] } }) => put(input.Entries[0]?.Detail ?? ''),
    },
    s3: { send: s3 },
  } as unknown as StageAccess;
  return { world, access };
};

const ports = {
  now: () => NOW,
  sleep: async () => undefined,
  random: () => 0,
  newId: () => randomUUID() as string,
};

describe('report', () => {
  it('is asked for on the bus, made, and shown row by row with its total', async () => {
    const { world, access } = aStage();
    const at = Date.parse(DAY) + 5000;
    const sent = { at, channel: 'email', agent: '001', end: 'delivered', replies: 2, lateDays: 3 } as const;
    await world.write([
      ...factsOf(sent),
      ...factsOf({ ...sent, channel: 'sms', end: 'bounced', replies: 0 }),
    ]);

    const shown = await generateReport(access, { ...ports, day: DAY, wait: true });

    expect(shown.exit).toBe('OK');
    expect(shown.lines.slice(0, 5)).toEqual([
      'Commands accepted 2026-11-21 (UTC), as of 2026-11-26T03:17:00.000Z',
      'CHANNEL  COMMAND TYPE  COMMANDS  ATTEMPTS  REPLIES  COMPLAINTS  LATE  OUTCOMES',
      'email    SEND_EMAIL           1         1        2           0     0  1 DELIVERED',
      'sms      SEND_SMS             1         1        0           0     0  1 FAILED',
      'total                         2         2        2           0     0  1 DELIVERED, 1 FAILED',
    ]);
    const [, made] = [...world.reports.files].find(([key]) => key.endsWith('.csv')) ?? [];
    expect(made?.split('\r\n').slice(0, 2)).toEqual([
      'channel,commandType,commands,attempts,replies,complaints,missedDeadlines,fallbacks,segments,' +
        'NONE,ACCEPTED,IN_PROGRESS,RETRYING,UNKNOWN,SENT,DELIVERED,FAILED,EXPIRED,CANCELLED,SUPPRESSED,ERASED,PARKED,REJECTED',
      'email,SEND_EMAIL,1,1,2,0,0,0,0,0,0,0,0,0,0,1,0,0,0,0,0,0,0',
    ]);
    const { reports } = (await listReports(access)).json as { reports: { reportId: string }[] };
    expect((await showReport(access, reports[0]?.reportId ?? '')).lines).toEqual(shown.lines);
  });

  it.each([
    [{ day: '2026-11-27' }, 'command.day: must not be after today (2026-11-26, UTC)'],
    [{ day: DAY, from: DAY }, 'command.day: must not be given together with fromDay or untilDay'],
    [
      { agent: 'email-agent-001', from: '2026-11-25', until: DAY },
      'command.fromDay: must not be after the last day',
    ],
    [
      { campaign: 'camp-1', from: '2026-10-01' },
      'command.fromDay: must be at most 31 days before the last day',
    ],
    [{}, 'command.day: must be given for a report of a day'],
  ])('is rejected with the rule that it breaks: %j', async (asked, rule) => {
    const shown = await generateReport(aStage().access, { ...ports, ...asked, wait: true });

    expect(shown.exit).toBe('REJECTED');
    expect(shown.lines.join()).toContain(rule);
  });

  it('counts no orders of reports, although they name the campaign', async () => {
    const { world, access } = aStage();
    const asked = { ...ports, campaign: 'camp-1', wait: true };
    await generateReport(access, asked);
    await noteCommands(world.journal.all(), world.index);

    expect((await generateReport(access, asked)).json).toMatchObject({ total: { commands: 0 } });
  });

  it('does not know one that was never asked for', async () => {
    await expect(showReport(aStage().access, ports.newId())).rejects.toThrow('knows no report');
  });

  it('is about the newest 31 days where none are named', () => {
    expect(reportCommand({ ...ports, channel: 'sms', wait: false }).command).toEqual({
      type: 'GENERATE_REPORT',
      reportType: 'channel',
      channel: 'sms',
    });
  });
});
