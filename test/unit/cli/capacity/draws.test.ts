import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsLimits } from '../../../../cli/capacity/aws-limits.ts';
import { awsPrices } from '../../../../cli/capacity/aws-prices.ts';
import { seededDraw, valueAt, waitForNext } from '../../../../cli/capacity/draws.ts';
import { cpuTimes, otherInvocations, timings } from '../../../../cli/capacity/timings.ts';
import { mean } from '../../../support/a-queueing-system.ts';

describe('valueAt', () => {
  it.each(Object.entries(timings))('passes the points of %s and never falls', (_, { quantiles }) => {
    for (const [part, value] of quantiles) expect(valueAt(quantiles, part)).toBeCloseTo(value, 6);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          expect(valueAt(quantiles, Math.min(a, b))).toBeLessThanOrEqual(valueAt(quantiles, Math.max(a, b)));
        },
      ),
    );
  });
});

describe('seededDraw', () => {
  it('is even, and its waits have the mean of their rate', () => {
    const draw = seededDraw(42);
    const values = Array.from({ length: 100_000 }, draw);

    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.005);
    const waits = Array.from({ length: 100_000 }, () => waitForNext(draw, 50));
    expect(Math.abs(mean(waits) - 20)).toBeLessThan(0.3);
  });
});

describe('the tables of the planner', () => {
  const rows = { ...awsLimits, ...awsPrices, ...timings, cpuTimes, otherInvocations };

  it.each(Object.entries(rows))(
    'say where %s comes from, and when it was looked up',
    (_, { source, date }) => {
      expect(source).toMatch(/^https:\/\/|^npm run bench|^docs\/|^test\/|^as |^an /);
      expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
    },
  );

  it.each(Object.entries(awsLimits))('take %s from AWS itself', (_, { source, value }) => {
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
    expect(value).toBeGreaterThan(0);
  });
});
