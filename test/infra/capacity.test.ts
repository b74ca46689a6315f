import { describe, expect, it } from 'vitest';
import { costOfMillion, idleCostOfMonth } from '../../cli/capacity/cost.ts';
import { type Plan, plan } from '../../cli/capacity/plan.ts';
import { readTemplates } from '../../cli/capacity/read-templates.ts';
import { synthesize } from '../../cli/capacity/synthesize.ts';
import type { Workload } from '../../cli/capacity/workload.ts';
import { profiles } from '../../config/stages.ts';
import { planLanes } from '../../shared/lanes/lane-plan.ts';
import type { StageProfile } from '../../shared/lanes/stage.ts';
import { deployments, queueMappingsOf } from '../support/synthesized.ts';

const named: Readonly<Record<keyof typeof profiles, StageProfile>> = profiles;
const names = Object.keys(profiles) as (keyof typeof profiles)[];
const systems = Object.fromEntries(
  names.map((name) => [name, readTemplates(synthesize(deploymentNamed(name)).templates)]),
) as Record<keyof typeof profiles, ReturnType<typeof readTemplates>>;

const aWorkload = (changes: Partial<Workload> = {}): Workload => ({
  ...{ agentType: 'email', path: 'direct', rate: 20, seconds: 20, burst: {}, waiting: {} },
  mix: { CRITICAL: 5, HIGH: 15, MEDIUM: 30, LOW: 50 },
  ...changes,
});

const planOf = (name: keyof typeof profiles, changes: Partial<Workload> = {}, seed = 1): Plan =>
  plan({
    system: systems[name],
    workload: aWorkload(changes),
    quota: named[name].accountConcurrency,
    seed,
  });

const tierOf = ({ tiers }: Plan, tier: string) => {
  const found = tiers.find((row) => row.tier === tier);
  if (found === undefined) throw new Error(`no tier ${tier}`);
  return found;
};

describe.each(names)('readTemplates of %s', (name) => {
  const { lanes, mappings, functions, alarms, keys } = systems[name];
  const { stage: _, lanes: configured, agents, profile } = deploymentNamed(name);

  it('finds every lane with the numbers that config/ gave it', () => {
    for (const pool of ['coordinator', ...Object.keys(agents)]) {
      const rows = configured[pool];
      if (rows === undefined) throw new Error(`${pool} has no lanes`);
      expect(lanes.filter((lane) => lane.pool === pool)).toEqual(
        planLanes(rows, profile).map(({ tiers, batchSize, batchWindowSeconds, ...row }) =>
          expect.objectContaining({
            ...{ tiers, batchSize, windowSeconds: batchWindowSeconds, maxReceives: row.maxReceives },
            visibilityTimeoutSeconds: row.visibilityTimeoutSeconds,
            ...(profile.provisionedPollers === undefined
              ? { maximumConcurrency: row.maxConcurrency }
              : { pollers: expect.objectContaining({ minimum: profile.provisionedPollers[row.role] }) }),
          }),
        ),
      );
    }
  });

  it('finds the function of every lane, through its alias too', () => {
    for (const { pool, tiers, functionId } of lanes) {
      const found = functions.find(({ id }) => id === functionId);
      const role = tiers[0] === 'CRITICAL' ? 'critical' : 'standard';

      expect(found, `${pool} ${tiers}`).toMatchObject({ memoryMb: 512, architecture: 'arm64' });
      expect(found?.timeoutSeconds).toBe(role === 'critical' ? 6 : 15);
      expect(found?.reservedConcurrency).toBe(profile.reservedConcurrency?.[role]);
      expect(found?.provisionedConcurrency).toBe(
        role === 'critical' ? (profile.provisionedConcurrency?.critical ?? 0) : 0,
      );
    }
  });

  it('counts what costs by the month', () => {
    expect(mappings).toHaveLength(queueMappingsOf(name).length);
    expect(alarms).toBeGreaterThan(20);
    expect(keys).toBe(2);
  });
});

describe('plan', () => {
  it('is the same for the same seed', () => {
    expect(planOf('standard')).toEqual(planOf('standard'));
  });

  it('offers and starts the same number, by bus and direct', () => {
    for (const path of ['direct', 'bus'] as const) {
      for (const { offered, started } of planOf('standard', { path, burst: { CRITICAL: 500 } }).tiers) {
        expect(started).toBe(offered);
      }
    }
  });

  it('keeps the promise of scale: 99.99 % of a burst of 5,000 CRITICAL within a second, direct', () => {
    const tiers = [1, 2, 3, 4].map((seed) =>
      tierOf(planOf('scale', { burst: { CRITICAL: 5000 } }, seed), 'CRITICAL'),
    );

    const offered = tiers.reduce((sum, tier) => sum + tier.offered, 0);
    const within = tiers.reduce((sum, tier) => sum + tier.within['1'] * tier.offered, 0);
    expect(within / offered).toBeGreaterThanOrEqual(0.9999);
  });

  it('keeps CRITICAL as fast as idle while 100,000 LOW wait, under every profile that reserves', () => {
    for (const name of ['standard', 'scale'] as const) {
      const load = { rate: 40, mix: { CRITICAL: 1 }, seconds: 120 };
      const idle = tierOf(planOf(name, load), 'CRITICAL').p99;
      const busy = tierOf(planOf(name, { ...load, waiting: { LOW: 100_000 } }), 'CRITICAL').p99;

      expect(busy / idle).toBeLessThan(1.15); // chance takes another course; benchmarks.md has the median of many
    }
  });

  it('starves LOW under no profile while more HIGH comes than its functions can do', () => {
    const load = { rate: 1000, mix: { HIGH: 990, LOW: 10 }, seconds: 60 };
    for (const name of ['standard', 'scale'] as const) {
      const alone = tierOf(planOf(name, { ...load, rate: 10, mix: { LOW: 10 } }), 'LOW').p99;
      const beside = tierOf(planOf(name, load), 'LOW').p99;

      expect(beside / alone, name).toBeLessThan(1.5); // a lane and environments of its own
    }
    const shared = planOf('starter', load); // one lane for both: it waits its turn, and no longer
    expect(tierOf(shared, 'HIGH').p99).toBeGreaterThan(30); // seconds
    expect(tierOf(shared, 'LOW').p99 / tierOf(shared, 'HIGH').p99).toBeLessThan(1.1);
  });

  it('names the limit that made messages late first', () => {
    const burst = { CRITICAL: 1000 };

    expect(planOf('starter', { burst }).firstLimit).toMatchObject({
      name: 'MaximumConcurrency of the mapping',
      tier: 'CRITICAL',
    });
    expect(planOf('standard', { burst }).firstLimit?.name).toBe(
      'pollers scale up by 300 concurrent invokes a minute',
    );
    expect(planOf('scale', { burst }).firstLimit).toBeUndefined();
  });
});

describe('what it costs', () => {
  it('is next to nothing in a month without messages under starter, and mostly pollers and environments under scale', () => {
    const [starter, scale] = [idleCostOfMonth(systems.starter), idleCostOfMonth(systems.scale)];

    expect(starter.usd).toBeLessThan(15);
    const reserved =
      (scale.parts['provisioned pollers'] ?? 0) + (scale.parts['provisioned environments'] ?? 0);
    expect(reserved / scale.usd).toBeGreaterThan(0.9);
  });

  it('is for a million what the calls of P5 cost where batches are full, and more where they are not', () => {
    const million = (changes: Partial<Workload>) => {
      const workload = aWorkload(changes);
      return costOfMillion(systems.standard, workload, planOf('standard', changes)).usd;
    };
    const full = { rate: 0, waiting: { LOW: 50_000 } };

    expect(million(full)).toBeGreaterThan(5.8);
    expect(million(full)).toBeLessThan(7.5);
    expect(million({ rate: 2 })).toBeGreaterThan(1.8 * million(full));
    expect(million({ rate: 2, path: 'bus' })).toBeGreaterThan(million({ rate: 2 }));
  });
});

function deploymentNamed(name: string) {
  const deployment = deployments[name];
  if (deployment === undefined) throw new Error(`no deployment ${name}`);
  return deployment;
}
