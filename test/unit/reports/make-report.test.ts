import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_PAGES } from '../../../shared/back-office/make-report.ts';
import { commandAggregate, fact } from '../../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../../shared/journal/command-state.ts';
import type { ReportAsk } from '../../../shared/reports/report-ask.ts';
import { addCounts, nothing } from '../../../shared/reports/tally.ts';
import {
  aHistory,
  FIRST_DAY,
  factsOf,
  type History,
  naiveCount,
  ReportWorld,
} from '../../support/a-report.ts';
import type { CrashPoint } from '../../support/crash-plan.ts';

const wholeTime = { fromDay: FIRST_DAY, untilDay: '2026-11-22' };

const anAsk: fc.Arbitrary<ReportAsk> = fc.oneof(
  fc.constantFrom<ReportAsk>(
    { reportType: 'day', fromDay: FIRST_DAY, untilDay: FIRST_DAY },
    { reportType: 'day', ...wholeTime },
    { reportType: 'channel', of: 'email', ...wholeTime },
    { reportType: 'agent', of: 'sms-agent-002', fromDay: '2026-11-21', untilDay: '2026-11-22' },
    { reportType: 'campaign', of: 'camp-1', ...wholeTime },
    { reportType: 'campaign', of: 'camp-unknown', ...wholeTime },
  ),
);

const aWorld = async (asked: ReportAsk, histories: readonly History[], times = 1) => {
  const world = new ReportWorld(asked);
  for (const history of histories) await world.write(factsOf(history), times);
  return world;
};

/** The first and the last calls of a message; of the many reads between them, which are alike, a few. */
const pointsIn = (calls: number): readonly number[] =>
  Array.from({ length: calls }, (_, call) => call).filter(
    (call) => call < 3 || call >= calls - 5 || call % 50 === 0,
  );

describe('makeReport', () => {
  it('counts what a recount by hand counts, late receipts included, however many messages it takes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aHistory, { maxLength: 60 }),
        anAsk,
        fc.integer({ min: 40, max: 400 }),
        fc.integer({ min: 1, max: 2 }),
        async (histories, asked, portions, times) => {
          const world = await aWorld(asked, histories, times);

          await world.drain(portions);

          const { total, rows } = await world.told();
          expect(total).toMatchObject(naiveCount(histories, asked));
          expect(rows.map(({ counts }) => counts).reduce(addCounts, nothing)).toEqual(total);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('tells of one report, whole and right, wherever it dies', async () => {
    const histories = fc.sample(aHistory, { numRuns: 40, seed: 7 });
    const asked: ReportAsk = { reportType: 'day', ...wholeTime };
    const calm = await aWorld(asked, histories);
    await calm.drain(300);
    expect(calm.calls.length).toBeGreaterThan(1);
    for (const [message, calls] of calm.calls.entries())
      for (const call of pointsIn(calls))
        for (const when of ['before', 'after'] as const satisfies CrashPoint['when'][]) {
          const world = await aWorld(asked, histories);
          await world.drain(300, { message, point: { call, when } });

          const facts = await world.journal.read(commandAggregate(world.chore.reportId));
          expect(facts.map(({ type }) => type).sort()).toEqual(['performed', 'report-generated']);
          expect(commandStateOf(facts).status).toBe('DELIVERED');
          expect((await world.told()).total).toMatchObject(naiveCount(histories, asked));
        }
  });

  it('does nothing for a report that is made', async () => {
    const world = await aWorld({ reportType: 'day', ...wholeTime }, []);
    await world.drain(1000);
    const files = [...world.reports.files];

    world.waiting.push(world.chore);
    await world.drain(1000);

    expect([...world.reports.files]).toEqual(files);
  });

  it('counts a document that was refused first and then taken once, on the day on which it was taken', async () => {
    const world = new ReportWorld({ reportType: 'day', ...wholeTime });
    const at = Date.parse('2026-11-21T00:00:05Z');
    const history: History = { at, channel: 'email', agent: '001', end: 'sent', replies: 0, lateDays: 0 };
    const facts = factsOf(history, 'c');
    const refused = fact('rejected', commandAggregate('c'), at - 10_000, { issues: [], intakeId: 'q' });
    await world.write([refused, ...facts]);

    await world.drain(1000);

    expect((await world.told()).total).toMatchObject({ commands: 1, outcomes: { SENT: 1 } });
  });

  it('gives up, and says so, what takes more messages than Lambda lets go round', async () => {
    const world = await aWorld({ reportType: 'day', ...wholeTime }, []);

    await world.drain(1);

    expect(world.calls).toHaveLength(MOST_PAGES);
    const facts = await world.journal.read(commandAggregate(world.chore.reportId));
    expect(facts).toMatchObject([{ type: 'failed', body: { cause: 'TOO_MUCH_TO_COUNT' } }]);
  });
});
