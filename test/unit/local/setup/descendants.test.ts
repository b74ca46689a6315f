import { describe, expect, it } from 'vitest';
import { descendantsIn } from '../../../../local/setup/descendants.mjs';

describe('descendantsIn', () => {
  it('finds children and their children, and no stranger', () => {
    const table = '    1     0\n   10     1\n   11    10\n   12    10\n   13    11\n   20     1\n';

    expect(descendantsIn(10, table)).toEqual([11, 12, 13]);
  });
});
