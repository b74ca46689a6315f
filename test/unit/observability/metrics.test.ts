import { describe, expect, it } from 'vitest';
import { createEmfMetrics } from '../../../shared/observability/metrics.ts';

const written = (put: (metrics: ReturnType<typeof createEmfMetrics>) => void): unknown[] => {
  const lines: string[] = [];
  put(
    createEmfMetrics(
      (line) => lines.push(line),
      () => 7,
      'Ours',
    ),
  );
  return lines.map((line) => JSON.parse(line));
};

describe('createEmfMetrics', () => {
  it('keeps all metrics by all dimensions if nothing else is said', () => {
    expect(written((metrics) => metrics.put({ stage: 'a' }, { SENT: 2, LaneMs: [1, 2] }))).toEqual([
      {
        _aws: {
          Timestamp: 7,
          CloudWatchMetrics: [
            {
              Namespace: 'Ours',
              Dimensions: [['stage']],
              Metrics: [
                { Name: 'SENT', Unit: 'Count' },
                { Name: 'LaneMs', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        stage: 'a',
        SENT: 2,
        LaneMs: [1, 2],
      },
    ]);
  });

  it('keeps each set by its own dimensions in one line, and leaves out what has no values', () => {
    const sets = [
      { dimensions: ['stage', 'tier'], metrics: ['WithinDeadline', 'BusMs'] },
      { dimensions: ['stage'], metrics: ['WithinDeadline'] },
      { dimensions: ['tier'], metrics: ['BusMs'] },
    ];
    const [line] = written((metrics) =>
      metrics.put({ stage: 'a', tier: 'LOW' }, { WithinDeadline: [1, 0], BusMs: [] }, sets),
    );

    expect(line).toMatchObject({
      _aws: {
        CloudWatchMetrics: [
          { Dimensions: [['stage', 'tier']], Metrics: [{ Name: 'WithinDeadline' }] },
          { Dimensions: [['stage']], Metrics: [{ Name: 'WithinDeadline' }] },
        ],
      },
      WithinDeadline: [1, 0],
    });
    expect(line).not.toHaveProperty('BusMs');
  });

  it('writes nothing where nothing has values', () => {
    expect(written((metrics) => metrics.put({ stage: 'a' }, { BusMs: [] }))).toEqual([]);
    expect(written((metrics) => metrics.put({ stage: 'a' }, {}))).toEqual([]);
  });
});
