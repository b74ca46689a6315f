import { describe, expect, it } from 'vitest';
import { outcomeOfLayers, outcomeOfTests, outcomeOfTool, totalOf } from '../../../../local/checks/outcome.ts';

const report = (passed: number, failed: number) =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed });

describe('outcomeOfTool', () => {
  it('counts one for a tool', () => {
    expect([outcomeOfTool(0), outcomeOfTool(2)]).toEqual([
      { passed: 1, failed: 0 },
      { passed: 0, failed: 1 },
    ]);
  });
});

describe('outcomeOfTests', () => {
  it('counts the tests of a report', () => {
    expect(outcomeOfTests(0, report(12, 0))).toEqual({ passed: 12, failed: 0 });
    expect(outcomeOfTests(1, report(10, 2))).toEqual({ passed: 10, failed: 2 });
  });

  it('tells what failed, long texts by their beginning and their end', () => {
    const tests = [
      { fullName: 'SMS goes out', status: 'passed', failureMessages: [] },
      {
        fullName: 'SMS comes in',
        status: 'failed',
        failureMessages: [`Error: ${'x'.repeat(9000)} at the end`],
      },
    ];
    const testResults = [
      { name: 'a.test.ts', status: 'failed', message: '', assertionResults: tests },
      { name: 'b.test.ts', status: 'failed', message: 'cannot be read', assertionResults: [] },
    ];

    const { failures = [] } = outcomeOfTests(
      1,
      JSON.stringify({ numPassedTests: 1, numFailedTests: 1, testResults }),
    );

    expect(failures).toHaveLength(2);
    expect(failures[0]).toMatch(/^SMS comes in\nError: x+\n\[… \d+ characters …\]\nx+ at the end$/);
    expect(failures[1]).toBe('b.test.ts\ncannot be read');
  });

  it('has failed without a report, with a broken one, and when no test ran', () => {
    expect(outcomeOfTests(0, undefined)).toMatchObject({ failed: 1, reason: 'vitest left no report' });
    expect(outcomeOfTests(0, '{"num')).toMatchObject({ failed: 1, reason: 'vitest left no report' });
    expect(outcomeOfTests(0, report(0, 0))).toMatchObject({ failed: 1, reason: 'no test ran' });
  });

  it('has failed when vitest did so outside of a test, such as in a file that could not be read', () => {
    expect(outcomeOfTests(1, report(12, 0))).toEqual({
      passed: 12,
      failed: 1,
      reason: 'vitest failed outside of a test',
    });
  });
});

describe('outcomeOfLayers', () => {
  const cruise = (totalCruised: number, violations: readonly object[]) =>
    JSON.stringify({ summary: { totalCruised, error: violations.length, violations } });

  it('has passed when modules were read and none breaks a rule', () => {
    expect(outcomeOfLayers(cruise(90, []))).toEqual({ passed: 1, failed: 0, lines: ['90 modules read'] });
  });

  it('has failed when 0 modules were read', () => {
    expect(outcomeOfLayers(cruise(0, []))).toMatchObject({ failed: 1, reason: '0 modules were read' });
  });

  it('has failed with a violation, and names it', () => {
    const violation = { from: 'shared/a.ts', to: 'infra/b.ts', rule: { name: 'shared', severity: 'error' } };

    expect(outcomeOfLayers(cruise(90, [violation]))).toEqual({
      passed: 0,
      failed: 1,
      lines: ['error shared: shared/a.ts → infra/b.ts', '90 modules read'],
    });
  });

  it('has failed when the tool crashed', () => {
    expect(outcomeOfLayers('ERROR: no such file')).toMatchObject({ passed: 0, failed: 1 });
  });
});

describe('totalOf', () => {
  it('sums the parts, and counts nothing at all as a failure', () => {
    expect(
      totalOf([
        { passed: 1, failed: 0 },
        { passed: 40, failed: 2 },
      ]),
    ).toEqual({ passed: 41, failed: 2 });
    expect(totalOf([])).toEqual({ passed: 0, failed: 1 });
  });
});
