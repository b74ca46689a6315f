import { describe, expect, it } from 'vitest';
import { parts, partsFrom } from '../../../../local/checks/parts.mjs';

describe('partsFrom', () => {
  it('means all parts when none is named', () => {
    expect(partsFrom([])).toEqual(parts);
  });

  it('keeps the order of the checks, whatever the order of the command line', () => {
    expect(partsFrom(['unit', 'lint'])).toEqual(['lint', 'unit']);
  });

  it('lists the parts when one is unknown', () => {
    expect(() => partsFrom(['e2e'])).toThrow(
      'npm test: there is no part "e2e"; the parts are lint, types, layers, dead-code, unit, sim, infra, integration',
    );
  });
});
