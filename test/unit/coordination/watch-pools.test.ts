import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import type { AgentRegistry } from '../../../shared/agents/agent-registry.ts';
import { dynamoDbLoadReader } from '../../../shared/balancing/adapters/dynamodb-load-reader.ts';
import { bucketAt } from '../../../shared/balancing/pool-load.ts';
import { createPoolWatch, type LoadReader, poolControls } from '../../../shared/coordination/watch-pools.ts';
import { SHARES_CONTROL } from '../../../shared/fairness/shares.ts';
import { holdOpen, open } from '../../../shared/resilience/breaker.ts';
import { breakerControl } from '../../../shared/resilience/breaker-record.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import { createControlBoard } from '../../../shared/state/control-board.ts';
import { agentStatusControl } from '../../../shared/state/control-store.ts';
import { FakeTables } from '../../support/fake-tables.ts';

const NOW = 1_700_000_000_000;
const limited = (concurrent: number) => ({ sender: 's', capacity: { concurrent } });
const registry: AgentRegistry = {
  email: { ...agents.email, standby: { region: 'eu-west-1' } },
  sms: { ...agents.sms, identities: { 'sms-agent-001': limited(4), 'sms-agent-002': limited(6) } },
};

const aWatch = (loads: LoadReader = async () => new Map()) => {
  const store = new InMemoryControlStore();
  const clock = { now: NOW };
  const now = () => clock.now;
  const board = createControlBoard({ store, names: poolControls(registry), now, maxAgeMs: 0 });
  const watch = createPoolWatch({ agents: registry, board, loads, now });
  const set = (name: string, value: unknown) => store.write(name, { version: 1, value });
  const healthOf = async (agentType: string) => (await watch()).get(agentType)?.health;
  return { watch, set, healthOf, clock };
};

const ses = breakerControl({ agentType: 'email', service: 'ses' });
const standby = breakerControl({ agentType: 'email', service: 'ses-eu-west-1' });

describe('createPoolWatch', () => {
  it('takes a pool for well while one of its services is called, and for broken when none is', async () => {
    const { set, healthOf } = aWatch();

    expect(await healthOf('email')).toBe('WELL');
    await set(ses, holdOpen(1, NOW));
    expect(await healthOf('email')).toBe('WELL');
    await set(standby, holdOpen(1, NOW));
    expect(await healthOf('email')).toBe('BREAKER_OPEN');
  });

  it('takes a service that may be probed for recovering', async () => {
    const { set, healthOf, clock } = aWatch();
    const opened = open(holdOpen(1, NOW), { failures: 10 }, { term: 1, now: NOW, random: () => 0.5 });
    await set(ses, opened);
    await set(standby, holdOpen(1, NOW));

    expect(await healthOf('email')).toBe('BREAKER_OPEN');
    clock.now += 600_000;
    expect(await healthOf('email')).toBe('RECOVERING');
  });

  it('takes a pool for empty whose identities are unhealthy or out of service', async () => {
    const { set, healthOf } = aWatch();

    await set(agentStatusControl('sms-agent-001'), { status: 'UNHEALTHY' });
    expect(await healthOf('sms')).toBe('WELL');
    await set(SHARES_CONTROL, { identities: { 'sms-agent-002': { weight: 0 } } });
    expect(await healthOf('sms')).toBe('NO_IDENTITY');
  });

  it('reads loads of pools with a limit only, once a second, and knows none where they cannot be read', async () => {
    const asked: (readonly string[])[] = [];
    const { watch, clock } = aWatch(async (agentTypes) => {
      asked.push(agentTypes);
      throw new Error('no answer');
    });

    await watch();
    expect((await watch()).get('sms')?.load).toBeUndefined();
    clock.now += 1000;
    await watch();

    expect(asked).toEqual([['sms'], ['sms']]);
  });

  it('says how much of a pool’s capacity is in use, as its processes tell it in the table of state', async () => {
    const { client, items } = new FakeTables();
    const id = { id: { S: 'pool#sms' }, part: { S: 'load' } };
    // 5 calls at once over the span of 2 s before and what is over of this one.
    const busyMs = { N: String(5 * (2000 + (NOW % 2000))) };
    items.set('state\npool#sms\nload', { ...id, [`${bucketAt(NOW) - 1}|sms-agent-001|busyMs`]: busyMs });
    const { watch } = aWatch(
      dynamoDbLoadReader({ client, tableName: 'state', random: () => 0.5, sleep: async () => undefined }),
    );

    expect((await watch()).get('sms')?.load).toBe(0.5);
  });
});
