import { PassThrough } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { attainmentOfLines } from '../../../cli/deadlines/attainment.ts';
import { cloudWatchAttainment } from '../../../cli/deadlines/cloudwatch-attainment.ts';
import { kept } from '../../../cli/top/kept.ts';
import { renderTop } from '../../../cli/top/render-top.ts';
import { type Screen, takeKeys } from '../../../cli/top/screen.ts';
import type { Snapshot } from '../../../cli/top/snapshot.ts';
import { watchTop } from '../../../cli/top/watch-top.ts';
import { callMetricSets } from '../../../shared/observability/call-metrics.ts';
import { createEmfMetrics } from '../../../shared/observability/metrics.ts';

const snapshot: Snapshot = {
  stage: 'local',
  at: '2026-11-26T12:00:00.000Z',
  lanes: [
    { pool: 'email', tiers: ['CRITICAL'], waiting: 0, inFlight: 2, delayed: 0, deadLetters: 0 },
    {
      pool: 'email',
      tiers: ['HIGH', 'MEDIUM', 'LOW'],
      waiting: 12_345,
      inFlight: 20,
      delayed: 0,
      deadLetters: 3,
      oldestMs: 42_000,
    },
  ],
  attainment: [
    { agentType: 'email', tier: 'CRITICAL', count: 10, share: 1, p50: 80, p95: 300, p99: 900 },
    { agentType: 'email', tier: 'LOW', count: 9, share: 0.5, p50: 4000, p95: 280_000, p99: 400_000 },
  ],
  agents: [
    { identity: 'email-agent-001', status: 'BUSY', saidAt: '2026-11-26T11:59:00.000Z' },
    { identity: 'email-agent-002', status: '-' },
  ],
  breakers: [{ agentType: 'email', service: 'ses', state: 'OPEN', cause: 'PROVIDER_FAILURES' }],
  parked: [{ pool: 'email', count: 100, more: true }],
};

describe('renderTop', () => {
  it('puts one table below the other into 80 columns', () => {
    expect(renderTop(snapshot, 80).join('\n')).toMatchInlineSnapshot(`
      "switchboard top   stage local   2026-11-26T12:00:00.000Z
      Contacts go out.

      LANES
      POOL   TIERS      WAITING  IN FLIGHT  OLDEST  DEAD
      email  CRITICAL         0          2  -          0
      email  HIGH..LOW    12345         20  42.0 s     3

      FROM DUE TO THE FIRST PROVIDER CALL
      AGENT TYPE  TIER      COMMANDS  IN TIME   P50    P95     P99
      email       CRITICAL        10  100.00 %  80 ms  300 ms  900 ms
      email       LOW              9  50.00 %   4.0 s  5 min   7 min

      AGENTS
      IDENTITY         STATUS  SINCE
      email-agent-001  BUSY    2026-11-26T11:59:00.000Z
      email-agent-002  -       -

      BREAKERS
      AGENT TYPE  SERVICE  STATE  CAUSE
      email       ses      OPEN   PROVIDER_FAILURES

      PARKED
      POOL   MESSAGES
      email  100+"
    `);
  });

  it('puts tables side by side into 120 columns', () => {
    expect(renderTop(snapshot, 120).join('\n')).toMatchInlineSnapshot(`
      "switchboard top   stage local   2026-11-26T12:00:00.000Z
      Contacts go out.

      LANES                                                FROM DUE TO THE FIRST PROVIDER CALL
      POOL   TIERS      WAITING  IN FLIGHT  OLDEST  DEAD   AGENT TYPE  TIER      COMMANDS  IN TIME   P50    P95     P99
      email  CRITICAL         0          2  -          0   email       CRITICAL        10  100.00 %  80 ms  300 ms  900 ms
      email  HIGH..LOW    12345         20  42.0 s     3   email       LOW              9  50.00 %   4.0 s  5 min   7 min

      AGENTS                                              BREAKERS
      IDENTITY         STATUS  SINCE                      AGENT TYPE  SERVICE  STATE  CAUSE
      email-agent-001  BUSY    2026-11-26T11:59:00.000Z   email       ses      OPEN   PROVIDER_FAILURES
      email-agent-002  -       -
                                                          PARKED
                                                          POOL   MESSAGES
                                                          email  100+"
    `);
  });

  it('says that contacts are stopped, and lets no control characters through', () => {
    const [, line] = renderTop({ ...snapshot, stopped: 'wrong\u001b[2Jprices' }, 120);

    expect(line).toBe('ALL CONTACTS ARE STOPPED: wrong\ufffd[2Jprices');
  });

  it('cuts what is wider than the terminal', () => {
    expect(renderTop(snapshot, 20).every(({ length }) => length <= 20)).toBe(true);
  });
});

describe('watchTop', () => {
  const aScreen = (keys: (string | undefined)[]) => {
    const drawn: (readonly string[])[] = [];
    let closed = 0;
    const screen: Screen = {
      columns: () => 80,
      draw: (lines) => drawn.push(lines),
      key: async () => keys.shift() ?? 'q',
      close: () => {
        closed += 1;
      },
    };
    return { screen, drawn, closedTimes: () => closed };
  };

  it('looks again until q is pressed, and gives the terminal back', async () => {
    let looks = 0;
    const { screen, drawn, closedTimes } = aScreen([' ', 'x', 'q', 'never']);

    await watchTop(async () => {
      looks += 1;
      return snapshot;
    }, screen);

    expect([looks, drawn.length, closedTimes()]).toEqual([3, 3, 1]);
    expect(drawn[0]?.at(-1)).toBe('q quits');
  });

  it('gives the terminal back where a look fails', async () => {
    const { screen, closedTimes } = aScreen([]);

    await expect(watchTop(() => Promise.reject(new Error('gone')), screen)).rejects.toThrow('gone');
    expect(closedTimes()).toBe(1);
  });
});

describe('takeKeys', () => {
  it('keeps what is pressed while nobody waits, and waits no longer than asked', async () => {
    const stdin = new PassThrough();
    const keys = takeKeys(stdin);
    stdin.write('xq');
    await setImmediate();

    expect([await keys.next(1), await keys.next(1), await keys.next(1)]).toEqual(['x', 'q', undefined]);
  });

  it('is woken by a key', async () => {
    const stdin = new PassThrough();
    const key = takeKeys(stdin).next(3_600_000);

    stdin.write('q');

    expect(await key).toBe('q');
  });
});

describe('kept', () => {
  it('asks again only when the time is over', async () => {
    let [now, asked] = [0, 0];
    const ask = kept(
      1000,
      () => now,
      async () => {
        asked += 1;
        return asked;
      },
    );

    const answers = [await ask()];
    now = 999;
    answers.push(await ask());
    now = 1000;
    answers.push(await ask());

    expect(answers).toEqual([1, 1, 2]);
  });
});

describe('attainment', () => {
  const lines = (
    values: Readonly<Record<string, readonly number[]>>,
    dimensions: Record<string, string>,
  ): string[] => {
    const written: string[] = [];
    createEmfMetrics(
      (line) => written.push(line),
      () => 0,
      'Switchboard',
    ).put({ stage: 'local', operation: 'SEND_EMAIL', ...dimensions }, values, callMetricSets);
    return written;
  };

  it('of the local stage is read from the lines that agents write', () => {
    const dwells = Array.from({ length: 100 }, (_, at) => at + 1);
    const read = attainmentOfLines([
      'START RequestId: a',
      '{"level":"INFO","message":"\\"WithinDeadline\\""}',
      ...lines({ DwellMs: [9], WithinDeadline: [1] }, { agentType: 'sms', tier: 'LOW' }),
      ...lines(
        { DwellMs: dwells, WithinDeadline: dwells.map(() => 1) },
        { agentType: 'email', tier: 'HIGH' },
      ),
      ...lines({ DwellMs: [], WithinDeadline: [0, 0] }, { agentType: 'email', tier: 'HIGH' }),
      ...lines({ DwellMs: [], WithinDeadline: [0] }, { agentType: 'email', tier: 'CRITICAL' }),
    ]);

    expect(read).toEqual([
      {
        agentType: 'email',
        tier: 'CRITICAL',
        count: 1,
        share: 0,
        p50: undefined,
        p95: undefined,
        p99: undefined,
      },
      { agentType: 'email', tier: 'HIGH', count: 102, share: 100 / 102, p50: 50, p95: 95, p99: 99 },
      { agentType: 'sms', tier: 'LOW', count: 1, share: 1, p50: 9, p95: 9, p99: 9 },
    ]);
  });

  it('on AWS is one call for metrics by the dimensions under which agents put them', async () => {
    const asked: unknown[] = [];
    const client = {
      send: async ({ input }: { input: unknown }) => {
        asked.push(input);
        const value = { count_1: 4, share_1: 0.75, p50_1: 100, p99_1: 7000 };
        return {
          MetricDataResults: Object.entries(value).map(([Id, figure]) => ({ Id, Values: [figure, 1] })),
        };
      },
    };

    const read = await cloudWatchAttainment(client as never, 'dev', ['email', 'sms'])(0, 3_600_000);

    expect(read).toEqual([
      { agentType: 'email', tier: 'HIGH', count: 4, share: 0.75, p50: 100, p95: undefined, p99: 7000 },
    ]);
    expect(asked).toHaveLength(1);
    const [{ MetricDataQueries: queries }] = asked as [
      { MetricDataQueries: { MetricStat: { Metric: object } }[] },
    ];
    expect(queries).toHaveLength(2 * 4 * 5);
    expect(queries[0]?.MetricStat.Metric).toMatchObject({
      Namespace: 'Switchboard',
      MetricName: 'WithinDeadline',
      Dimensions: callMetricSets[0].dimensions.map((Name) => ({
        Name,
        Value: { stage: 'dev', agentType: 'email', tier: 'CRITICAL' }[Name],
      })),
    });
  });
});
