import { describe, expect, it } from 'vitest';
import { summaryLines } from '../../../../local/checks/summary.ts';

describe('summaryLines', () => {
  it('has a line with time and outcome for each part and ends with the sum alone on its line', () => {
    const lines = summaryLines([
      { part: 'lint', outcome: { passed: 1, failed: 0 }, seconds: 0.84 },
      { part: 'unit', outcome: { passed: 0, failed: 1, reason: 'vitest left no report' }, seconds: 3 },
    ]);

    expect(lines).toEqual([
      '',
      '✓ lint            0.8 s  1 passed, 0 failed',
      '✗ unit            3.0 s  0 passed, 1 failed  (vitest left no report)',
      '1 passed, 1 failed',
    ]);
  });

  it('tells again what failed, ahead of the lines', () => {
    const failures = ['SMS comes in\nError: no answer'];

    const lines = summaryLines([{ part: 'sim', outcome: { passed: 3, failed: 1, failures }, seconds: 1 }]);

    expect(lines.slice(0, 3)).toEqual(['', '✗ sim: SMS comes in', '    Error: no answer']);
    expect(lines.at(-1)).toBe('3 passed, 1 failed');
  });
});
