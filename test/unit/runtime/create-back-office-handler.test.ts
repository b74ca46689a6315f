import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { maintenanceDue, type ReportChore } from '../../../shared/back-office/chore.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { InMemoryCommandIndex } from '../../../shared/reports/adapters/in-memory-command-index.ts';
import { InMemoryReportStore } from '../../../shared/reports/adapters/in-memory-report-store.ts';
import { createBackOfficeHandler } from '../../../shared/runtime/create-back-office-handler.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { recordingPorts } from '../../support/recording-ports.ts';

const NOW = Date.parse('2026-11-26T03:17:00Z');

const anOffice = (options: { readonly laneFails?: boolean; readonly now?: () => number } = {}) => {
  const lane: ReportChore[] = [];
  const returned: unknown[] = [];
  const reports = new InMemoryReportStore();
  const controls = new InMemoryControlStore();
  const ports = recordingPorts();
  const handler = createBackOfficeHandler({
    ...ports,
    dimensions: { function: 'back-office' },
    groupMs: 5000,
    random: () => 0,
    now: options.now ?? (() => NOW),
    newId: randomUUID,
    queue: {
      delete: async () => undefined,
      returnLater: async (messages) => void returned.push(...messages),
    },
    lane: {
      send: async (chores) => {
        lane.push(...chores);
        return chores.map(() => (options.laneFails ? { sent: false, cause: 'GONE' } : { sent: true }));
      },
    },
    journal: new InMemoryJournal(),
    index: new InMemoryCommandIndex(),
    reports,
    controls,
    switches: ['stop', 'shares'],
  });
  const work = (...bodies: unknown[]) =>
    handler(
      { Records: bodies.map((body) => anSqsRecord(body)) },
      { getRemainingTimeInMillis: () => 900_000 },
    );
  return { lane, reports, controls, ports, work, returned };
};

describe('createBackOfficeHandler', () => {
  it('archives the newest day that no receipt changes any more, as the same report however often it is due', async () => {
    const { lane, work } = anOffice();

    expect(await work(maintenanceDue, maintenanceDue)).toEqual({ batchItemFailures: [] });

    expect(lane[0]?.asked).toEqual({ reportType: 'day', fromDay: '2026-11-22', untilDay: '2026-11-22' });
    expect(new Set(lane.map(({ reportId }) => reportId)).size).toBe(1);
    expect(await work(lane[0])).toEqual({ batchItemFailures: [] });
  });

  it("keeps each day's switches as they were first seen", async () => {
    let now = NOW;
    const { reports, controls, work } = anOffice({ now: () => now });
    await controls.write('shares', { version: 1, value: { campaigns: { 'camp-1': 2 } } });
    await work(maintenanceDue);
    await controls.write('shares', { version: 2, value: { campaigns: {} } });
    await work(maintenanceDue);
    now += 86_400_000;
    await work(maintenanceDue);

    const snapshots = ['2026-11-26', '2026-11-27'].map((day) =>
      JSON.parse(reports.files.get(`switches/${day}.json`) ?? '{}'),
    );
    expect(snapshots).toMatchObject([
      { switches: { shares: { version: 1, value: { campaigns: { 'camp-1': 2 } } }, stop: { version: 0 } } },
      { switches: { shares: { version: 2 } } },
    ]);
  });

  it('tries every job although one fails, says which, and comes again', async () => {
    const { reports, ports, work, returned } = anOffice({ laneFails: true });

    const answer = await work({ detail: { event: { type: 'MAINTENANCE_DUE' } } });

    expect(answer.batchItemFailures).toHaveLength(1);
    expect(returned).toHaveLength(1);
    expect([...reports.files.keys()]).toEqual(['switches/2026-11-26.json']);
    const said = ports.lines.map((line) => JSON.parse(line));
    expect(said).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ message: 'maintenance failed', job: 'archive-day' }),
        expect.objectContaining({ message: 'maintenance done', job: 'snapshot-switches' }),
        { function: 'back-office', RETRY: 1 },
      ]),
    );
  });

  it('gives back what it cannot read, so that it is parked and not lost', async () => {
    const { work } = anOffice();

    expect((await work({ v: 1, kind: 'holiday' })).batchItemFailures).toHaveLength(1);
  });
});
