import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InMemoryTokenLedger } from '../../../shared/fairness/adapters/in-memory-token-ledger.ts';
import type { Shares } from '../../../shared/fairness/shares.ts';
import type { TokenLedger } from '../../../shared/fairness/token-ledger.ts';
import { createTurns, PATIENCE_MS, type Turns } from '../../../shared/fairness/turns.ts';

const POOL = 'email-agent-001';
const NOBODY: Shares = { campaigns: {}, identities: {} };

/** Processes of a pool whose one identity has this rate, on one clock; each waits by moving it on. */
class Stage {
  now = 1_700_000_000_000;
  writes = 0;
  shares: Shares = NOBODY;
  readonly sent: { readonly at: number; readonly campaignId: string }[] = [];
  readonly #ledger = new InMemoryTokenLedger();
  readonly #perSecond: number;
  readonly #processes = new Map<number, Turns>();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  readonly ledger: TokenLedger = {
    take: (...want) => {
      this.writes += 1;
      return this.#ledger.take(...want);
    },
  };

  process(at: number): Turns {
    const known = this.#processes.get(at);
    if (known !== undefined) return known;
    const identities = { [POOL]: { sender: 'x', capacity: { perSecond: this.#perSecond } } };
    const made = createTurns({
      agent: { identities },
      shares: async () => this.shares,
      ledger: this.ledger,
      now: () => this.now,
      sleep: async (ms) => {
        this.now += ms;
      },
    });
    this.#processes.set(at, made);
    return made;
  }

  crash(at: number): void {
    this.#processes.delete(at);
  }

  async send(at: number, count: number, campaignId: string, patienceMs = 0): Promise<number> {
    const messages = Array.from({ length: count }, () => ({ identity: POOL, campaignId }));
    const waits = await this.process(at).take(messages, { patienceMs });
    const sent = waits.filter((wait) => wait === 0);
    for (const _ of sent) this.sent.push({ at: this.now, campaignId });
    return sent.length;
  }

  /** The most that was sent beyond the rate, over all spans of time. */
  get burst(): number {
    let burst = 0;
    for (const [from, first] of this.sent.entries())
      for (const [to, last] of this.sent.entries())
        if (to >= from)
          burst = Math.max(burst, to - from + 1 - (this.#perSecond * (last.at - first.at)) / 1000);
    return burst;
  }
}

const someSteps = fc.array(
  fc.record({
    process: fc.nat({ max: 4 }),
    count: fc.integer({ min: 1, max: 10 }),
    campaign: fc.constantFrom('a', 'b', 'c'),
    patienceMs: fc.constantFrom(0, 0, 500, PATIENCE_MS),
    crashes: fc.boolean(),
    passMs: fc.constantFrom(0, 0, 20, 300, 1100, 5000),
  }),
  { minLength: 1, maxLength: 80 },
);

describe('createTurns', () => {
  it('never lets all processes together send more than the rate and two seconds of it, whatever crashes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(2, 14, 90, 1000), someSteps, async (perSecond, steps) => {
        const stage = new Stage(perSecond);
        for (const { process, count, campaign, patienceMs, crashes, passMs } of steps) {
          await stage.send(process, count, campaign, patienceMs);
          if (crashes) stage.crash(process);
          stage.now += passMs;
        }

        // A second's tokens at rest; and of those taken the first ones wait for the last, or up to a second to be used.
        expect(stage.burst).toBeLessThanOrEqual(perSecond + Math.max(perSecond, 10) + 1);
      }),
      { numRuns: 500 },
    );
  });

  it('lets the full rate through where processes keep asking, though one in ten dies with what it holds', async () => {
    const stage = new Stage(100);
    const start = stage.now;
    for (let step = 0; stage.now - start < 30_000; step += 1) {
      await stage.send(step % 5, 10, 'a');
      if (step % 10 === 9) stage.crash(step % 5);
      stage.now += 20;
    }

    expect(stage.sent.length).toBeGreaterThan(0.85 * 100 * 30);
  });

  it('loses with a process no more tokens than it took in one write', async () => {
    const stage = new Stage(50);
    const before = await stage.send(0, 10, 'a');
    stage.crash(0);
    const after = await Promise.all(Array.from({ length: 10 }, () => stage.send(1, 10, 'a')));

    expect(before + after.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(50 - 10);
  });

  it('shares out by weight among campaigns that keep asking, also where the weight changes meanwhile', async () => {
    const stage = new Stage(60);
    const run = async (seconds: number) => {
      const from = stage.sent.length;
      for (const end = stage.now + seconds * 1000; stage.now < end; stage.now += 25) {
        await stage.send(0, 10, 'big');
        await stage.send(1, 10, 'small');
      }
      const sent = stage.sent.slice(from);
      return sent.filter(({ campaignId }) => campaignId === 'big').length / sent.length;
    };

    expect(await run(20)).toBeCloseTo(1 / 2, 1);
    stage.shares = { ...NOBODY, campaigns: { big: 3 } };
    expect(await run(20)).toBeCloseTo(3 / 4, 1);
    stage.shares = { ...NOBODY, campaigns: { big: 1, small: 4 } };
    expect(await run(20)).toBeCloseTo(1 / 5, 1);
  });

  it('gives a campaign that is alone all that there is', async () => {
    const stage = new Stage(50);
    for (let step = 0; step < 1000; step += 1, stage.now += 10) await stage.send(0, 10, 'alone');

    expect(stage.sent.length).toBeGreaterThanOrEqual(10 * 50);
  });

  it('writes once for many batches, not for each message', async () => {
    const stage = new Stage(1000);
    for (let step = 0; step < 200; step += 1, stage.now += 25) await stage.send(0, 10, 'a');

    expect(stage.sent).toHaveLength(2000);
    expect(stage.writes).toBeLessThan(40);
  });

  it('writes nothing where nothing limits the pool', async () => {
    const take = () => Promise.reject(new Error('nothing may be written'));
    const turns = createTurns({
      agent: { identities: { [POOL]: { sender: 'x' } } },
      shares: async () => NOBODY,
      ledger: { take },
      now: () => 0,
      sleep: async () => undefined,
    });

    expect(await turns.take([{ identity: POOL, campaignId: 'a' }], { patienceMs: 0 })).toEqual([0]);
  });

  it('follows a rate that an operator sets', async () => {
    const stage = new Stage(10);
    stage.shares = { ...NOBODY, identities: { [POOL]: { perSecond: 100 } } };

    const sent = await Promise.all(Array.from({ length: 20 }, (_, at) => stage.send(at, 10, 'a')));

    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(100);
  });

  it('lets urgent messages go past those that wait', async () => {
    const stage = new Stage(20);
    for (let at = 0; at < 8; at += 1) {
      const before = stage.now;
      await stage.send(at, 10, 'a', PATIENCE_MS);
      stage.now = before; // they wait beside each other
    }
    expect(await stage.send(8, 1, 'a')).toBe(0);

    const waits = await stage
      .process(9)
      .take(Array(10).fill({ identity: POOL }), { patienceMs: 0, isUrgent: true });

    expect(waits.filter((wait) => wait === 0).length).toBeGreaterThanOrEqual(5);
  });

  it('gives what was not used to the next batch', async () => {
    const stage = new Stage(10);
    await stage.send(0, 10, 'a');
    expect(await stage.send(0, 1, 'a')).toBe(0);

    stage.process(0).giveBack([{ identity: POOL, campaignId: 'a' }]);

    expect(await stage.send(0, 2, 'a')).toBe(1);
  });
});
