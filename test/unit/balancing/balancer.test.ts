import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentType } from '../../../shared/agents/agent-registry.ts';
import { InMemoryLoadExchange } from '../../../shared/balancing/adapters/in-memory-load-exchange.ts';
import { type BalancerOptions, createBalancer } from '../../../shared/balancing/balancer.ts';
import { everyoneIsHealthy, reportedHealth } from '../../../shared/balancing/identity-health.ts';
import { BUCKET_MS } from '../../../shared/balancing/pool-load.ts';
import { type BalancingName, strategies } from '../../../shared/balancing/strategies.ts';

const names = Object.keys(strategies) as BalancingName[];

const poolOf = (weights: readonly number[], balancing: BalancingName) => ({
  balancing,
  identities: Object.fromEntries(
    weights.map((weight, at) => [`sms-agent-00${at + 1}`, { sender: `phone-${at}`, weight }]),
  ) as AgentType['identities'],
});

const aPool = (options: Partial<BalancerOptions> & Pick<BalancerOptions, 'agent'>) =>
  createBalancer({
    health: everyoneIsHealthy,
    shares: async () => ({ campaigns: {}, identities: {} }),
    loads: new InMemoryLoadExchange(),
    now: () => 1_700_000_000_000,
    random: Math.random,
    ...options,
  });

const wish = (customerId: string, identity = 'sms-agent-001', choice: 'POOL' | 'PINNED' = 'POOL') => ({
  identity,
  choice,
  customerId,
});

const someWeights = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 6 });

describe('createBalancer', () => {
  it.each(names)(
    'by %s gives nothing to who is UNHEALTHY or has weight 0, pinned or not',
    async (balancing) => {
      await fc.assert(
        fc.asyncProperty(
          someWeights,
          fc.array(fc.nat({ max: 5 })),
          fc.boolean(),
          async (weights, sick, isPin) => {
            const unhealthy = new Set(sick.map((at) => `sms-agent-00${at + 1}`));
            const agent = poolOf(weights, balancing);
            const choose = await aPool({ agent, health: { unhealthy: async () => unhealthy } }).open();
            const inRotation = Object.keys(agent.identities).filter(
              (identity, at) => !unhealthy.has(identity) && (weights[at] ?? 0) > 0,
            );

            for (let at = 0; at < 30; at += 1) {
              const pin = `sms-agent-00${1 + (at % 6)}`;
              const chosen = choose(wish(`cust-${at}`, pin, isPin ? 'PINNED' : 'POOL'));
              if (inRotation.length === 0) expect(chosen).toBeUndefined();
              else if (isPin && inRotation.includes(pin)) expect(chosen).toEqual({ identity: pin });
              else {
                expect(inRotation).toContain(chosen?.identity);
                expect(chosen?.insteadOf).toBe(isPin ? pin : undefined);
              }
            }
          },
        ),
      );
    },
  );

  it('follows the weights that an operator sets, from the next batch on', async () => {
    let identities: Record<string, { weight: number }> = {};
    const pool = aPool({
      agent: poolOf([1, 1], 'weighted-round-robin'),
      shares: async () => ({ campaigns: {}, identities }),
    });
    const countOfFirst = async () => {
      const choose = await pool.open();
      const chosen = Array.from({ length: 40 }, (_, at) => choose(wish(`cust-${at}`))?.identity);
      return chosen.filter((identity) => identity === 'sms-agent-001').length;
    };

    expect(await countOfFirst()).toBe(20);
    identities = { 'sms-agent-001': { weight: 3 } };
    expect(await countOfFirst()).toBe(30);
    identities = { 'sms-agent-001': { weight: 0 } };
    expect(await countOfFirst()).toBe(0);
  });

  it('forgets the calls of a process that died within two spans', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 10_000 }), fc.integer({ min: 1, max: 50 }), async (start, calls) => {
        let now = 1_700_000_000_000 + start;
        const shared = {
          loads: new InMemoryLoadExchange(),
          now: () => now,
          agent: poolOf([1, 1], 'least-connections'),
        };
        const [dying, living] = [aPool(shared), aPool(shared)];
        for (let call = 0; call < calls; call += 1) dying.ended?.('sms-agent-001', BUCKET_MS);
        await dying.share(); // and nothing more is heard of it
        living.ended?.('sms-agent-002', 1);
        await living.share();
        const firstOf = async () => (await living.open())(wish('cust-1'))?.identity;

        expect(await firstOf()).toBe('sms-agent-002');
        now += 2 * BUCKET_MS;
        const busy = Array.from({ length: 40 }, firstOf);

        expect(new Set(await Promise.all(busy))).toEqual(new Set(['sms-agent-001', 'sms-agent-002']));
      }),
      { numRuns: 100 },
    );
  });

  it('counts its own choices of a batch at once, and forgets them with the next', async () => {
    const pool = aPool({ agent: poolOf([1, 1], 'least-connections') });
    const shares = async () => {
      const choose = await pool.open();
      const chosen = Array.from({ length: 10 }, (_, at) => choose(wish(`cust-${at}`))?.identity);
      return chosen.filter((identity) => identity === 'sms-agent-001').length;
    };

    expect([await shares(), await shares()]).toEqual([5, 5]);
  });

  it('tells the others once a second at most, however many calls there were', async () => {
    let now = 1_700_000_000_000;
    let calls = 0;
    const exchange = async () => {
      calls += 1;
      return {};
    };
    const pool = aPool({ agent: poolOf([1], 'response-time'), now: () => now, loads: { exchange } });
    for (let at = 0; at < 100; at += 1) {
      pool.ended?.('sms-agent-001', 80);
      await pool.share();
      now += 50;
    }

    expect(calls).toBe(5);
  });

  it('tells nobody where the strategy does not look at the load', async () => {
    const exchange = () => Promise.reject(new Error('nobody may be told'));
    const pool = aPool({ agent: poolOf([1], 'round-robin'), loads: { exchange } });
    pool.ended?.('sms-agent-001', 80);

    await expect(pool.share()).resolves.toBeUndefined();
  });

  it('goes on with what it knows where the others cannot be told', async () => {
    const exchange = () => Promise.reject(new Error('the table is gone'));
    const pool = aPool({ agent: poolOf([1], 'response-time'), loads: { exchange } });
    pool.ended?.('sms-agent-001', 80);
    await pool.share();

    expect((await pool.open())(wish('cust-1'))).toEqual({ identity: 'sms-agent-001' });
  });

  it('goes past what is full, unless all are', async () => {
    const agent = {
      balancing: 'round-robin' as const,
      identities: {
        'sms-agent-001': { sender: 'phone-1', capacity: { concurrent: 2 } },
        'sms-agent-002': { sender: 'phone-2', capacity: { concurrent: 3 } },
      },
    };
    const choose = await aPool({ agent }).open();
    const chosen = Array.from({ length: 6 }, (_, at) => choose(wish(`cust-${at}`))?.identity);

    expect(chosen.slice(0, 5).filter((identity) => identity === 'sms-agent-001')).toHaveLength(2);
    expect(chosen[5]).toBeDefined();
  });
});

describe('reportedHealth', () => {
  it('takes the last word of an identity, and silence for health', async () => {
    const said: Record<string, unknown> = {
      'agent#a': { status: 'UNHEALTHY' },
      'agent#b': { status: 'ACTIVE' },
    };
    const health = reportedHealth({ get: async (name) => ({ version: 1, value: said[name] }) });

    expect(await health.unhealthy(['a', 'b', 'c'])).toEqual(new Set(['a']));
  });
});
