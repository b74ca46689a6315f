import { describe, expect, it } from 'vitest';
import { needsEngine, parts, partsFrom, roundsOf } from '../../../../local/checks/parts.mjs';

describe('partsFrom', () => {
  it('means all parts when none is named', () => {
    expect(partsFrom([])).toEqual(parts);
  });

  it('keeps the order of the checks, whatever the order of the command line', () => {
    expect(partsFrom(['unit', 'lint'])).toEqual(['lint', 'unit']);
  });

  it('lists the parts when one is unknown', () => {
    expect(() => partsFrom(['e2e'])).toThrow(
      'npm test: there is no part "e2e"; the parts are lint, types, layers, dead-code, unit, sim, infra, integration, start',
    );
  });
});

describe('roundsOf', () => {
  it('has npm start tried beside the tests that share a stage, and everything else one after the other', () => {
    expect(roundsOf(['unit', 'integration', 'start'])).toEqual([['unit'], ['integration', 'start']]);
    expect(roundsOf(['unit', 'start'])).toEqual([['unit'], ['start']]);
    expect(roundsOf(parts).flat()).toEqual(parts);
  });
});

describe('needsEngine', () => {
  it('is true for the parts that run LocalStack', () => {
    expect(parts.filter((part) => needsEngine([part]))).toEqual(['integration', 'start']);
    expect(needsEngine([])).toBe(false);
  });
});
