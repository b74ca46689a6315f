import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crashingAgents } from '../../support/crash-agents.ts';
import { crashingConsumers } from '../../support/crash-consumers.ts';
import { type CrashCase, dieEverywhere } from '../../support/crash-everywhere.ts';

const consumers: Readonly<Record<string, Readonly<Record<string, CrashCase>>>> = {
  ...crashingAgents,
  ...crashingConsumers,
};

/** Has no case here yet: it only tells again what the bus was not told, and repeats itself each hour. */
const WITHOUT_CASES = ['reconciler'];

describe('a crash at every await', () => {
  it('is tried of every function that there is', () => {
    expect([...Object.keys(consumers), ...WITHOUT_CASES].sort()).toEqual(readdirSync('functions').sort());
  });

  describe.each(Object.entries(consumers))('of %s', (_, cases) => {
    it.each(Object.entries(cases))('leaves all promises kept: %s', async (__, open) => {
      // Points are generated: a consumer that calls nothing any more would pass unseen.
      expect(await dieEverywhere(open)).toBeGreaterThanOrEqual(2);
    });
  });
});
