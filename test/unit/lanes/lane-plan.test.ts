import { describe, expect, it } from 'vitest';
import { agents, coordinator } from '../../../config/agents.ts';
import { lanes } from '../../../config/lanes.ts';
import { profiles } from '../../../config/stages.ts';
import type { PoolFunctions } from '../../../shared/agents/agent-registry.ts';
import { laneTierOf, planLanes } from '../../../shared/lanes/lane-plan.ts';
import { functionRoleOf } from '../../../shared/lanes/lane-table.ts';
import type { StageProfile } from '../../../shared/lanes/stage.ts';
import { priorities } from '../../../shared/messages/priority.ts';

const named: [string, StageProfile][] = Object.entries(profiles);
const pools = Object.entries(lanes);

describe('planLanes', () => {
  for (const [name, profile] of named) {
    it(`carries every tier of every pool exactly once under ${name}`, () => {
      for (const [, rows] of pools) {
        const planned = planLanes(rows, profile);

        expect(planned.flatMap(({ tiers }) => tiers)).toEqual([...priorities]);
        for (const tier of priorities)
          expect(planned.filter(({ tier: named }) => named === laneTierOf(tier, profile))).toHaveLength(1);
      }
    });

    it(`keeps the caps of each function within its reserve, and each at AWS's least or above, under ${name}`, () => {
      for (const [, rows] of pools) {
        for (const role of ['critical', 'standard'] as const) {
          const caps = planLanes(rows, profile)
            .filter((lane) => lane.role === role)
            .map(({ maxConcurrency }) => maxConcurrency);

          expect(Math.min(...caps)).toBeGreaterThanOrEqual(2);
          expect(caps.reduce((sum, cap) => sum + cap, 0)).toBeLessThanOrEqual(
            profile.reservedConcurrency?.[role] ?? Number.POSITIVE_INFINITY,
          );
        }
      }
    });
  }

  it('has CRITICAL to itself under every profile', () => {
    for (const [, profile] of named)
      expect(planLanes(lanes.email, profile)[0]).toMatchObject({ tiers: ['CRITICAL'], role: 'critical' });
  });

  it('refuses a reserve that is too small for a share', () => {
    const profile = { ...profiles.standard, reservedConcurrency: { critical: 20, standard: 5 } };

    expect(() => planLanes(lanes.email, profile)).toThrow('reservedConcurrency.standard');
  });
});

describe('lanes', () => {
  it('hides a message for at least six times the time-out of its function', () => {
    const functions: Readonly<Record<string, PoolFunctions>> = {
      coordinator,
      ...Object.fromEntries(Object.entries(agents).map(([pool, agent]) => [pool, agent.functions])),
    };
    expect(Object.keys(lanes).sort()).toEqual(Object.keys(functions).sort());
    for (const [pool, rows] of Object.entries(lanes)) {
      for (const tier of priorities) {
        const seconds = functions[pool]?.timeoutSeconds[functionRoleOf(tier)] ?? Number.NaN;
        expect(rows[tier].visibilityTimeoutSeconds).toBeGreaterThanOrEqual(6 * seconds);
      }
    }
  });

  it('has a row for every agent type', () => {
    expect(Object.keys(lanes).sort()).toEqual(['coordinator', ...Object.keys(agents)].sort());
  });
});
