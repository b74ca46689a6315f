import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crashingAgents } from '../../support/crash-agents.ts';
import { crashingConsumers } from '../../support/crash-consumers.ts';
import { type CrashCase, dieEverywhere } from '../../support/crash-everywhere.ts';

const consumers: Readonly<Record<string, Readonly<Record<string, CrashCase>>>> = {
  ...crashingAgents,
  ...crashingConsumers,
};

/** Consumers that die at every await in a test of their own. */
const elsewhere = {
  reconciler: 'test/unit/reconciliation/reconcile.test.ts',
  'dead-letter-triage': 'test/unit/parking/triage.test.ts',
  'parking-release': 'test/unit/parking/release.test.ts',
  'back-office': 'test/unit/reports/make-report.test.ts',
  'record-keeper': 'test/unit/records/record-keeper.test.ts',
  'campaign-master': 'test/unit/campaigns/campaign-model.test.ts',
  'saga-correct-and-call': 'test/unit/sagas/correct-and-call.test.ts',
  'saga-customer-response': 'test/unit/sagas/customer-response.test.ts',
} as const;

/** The worlds that a test runs its consumer in: they may be what lets it die. */
const worldsIn = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/support\/([\w-]+-world\.ts)'/g)].map(
    ([, world]) => `test/support/${world}`,
  );

describe('a crash at every await', () => {
  it('is tried of every function that there is', () => {
    const covered = [...Object.keys(consumers), ...Object.keys(elsewhere)];
    const dying = Object.values(elsewhere).filter((file) =>
      [file, ...worldsIn(file)].some((each) => /\bCrash(Plan|Point)\b/.test(readFileSync(each, 'utf8'))),
    );

    expect(covered.sort()).toEqual(readdirSync('functions').sort());
    expect(dying).toEqual(Object.values(elsewhere));
  });

  describe.each(Object.entries(consumers))('of %s', (_, cases) => {
    it.each(Object.entries(cases))('leaves all promises kept: %s', async (__, open) => {
      // Points are generated: a consumer that calls nothing any more would pass unseen.
      expect(await dieEverywhere(open)).toBeGreaterThanOrEqual(2);
    });
  });
});
