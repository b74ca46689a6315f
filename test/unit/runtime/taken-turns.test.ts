import { describe, expect, it } from 'vitest';
import { InMemoryTokenLedger } from '../../../shared/fairness/adapters/in-memory-token-ledger.ts';
import type { TokenLedger } from '../../../shared/fairness/token-ledger.ts';
import type { Turns } from '../../../shared/fairness/turns.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { allowed, dropped } from '../../support/a-verdict.ts';
import { LaneWorld, type WorldOptions } from '../../support/lane-world.ts';
import { someTurns } from '../../support/some-turns.ts';

/** A world whose one sending identity may send two messages a second; its processes wait by letting time pass. */
const aWorld = (options: WorldOptions & { readonly ledger?: TokenLedger } = {}) => {
  const { ledger = new InMemoryTokenLedger(), ...rest } = options;
  let turns: Turns | undefined;
  const world: LaneWorld = new LaneWorld({
    turns: (now) => {
      turns ??= someTurns({
        now,
        ledger,
        shares: async () => ({ campaigns: {}, identities: { 'email-agent-001': { perSecond: 2 } } }),
        sleep: async (ms) => world.pass(ms),
      });
      return turns;
    },
    ...rest,
  });
  return world;
};

const put = (world: LaneWorld, count: number, campaignId?: string) => {
  for (let at = 0; at < count; at += 1) {
    const { command, ...envelope } = aSendEmailCommand();
    const message = { ...envelope, command: { ...command, campaignId } };
    world.put({ ...aLaneMessage(message), tier: 'LOW', choice: 'PINNED' });
  }
};

describe('a pool with a rate', () => {
  it('sends all in the end, at its rate, and brings nothing into the dead-letter queue by itself', async () => {
    const world = aWorld();
    const start = world.now;
    put(world, 8, 'camp-1');

    await world.drain();

    expect(world.accepted).toHaveLength(8);
    expect([world.deadLetters, world.aside]).toEqual([[], []]);
    expect(world.now - start).toBeGreaterThanOrEqual(3000 - 500); // two at rest, then one each half second
    expect(world.ports.lines.join('\n')).toContain('HELD_BACK');
  });

  it('claims and reads nothing for what must wait', async () => {
    const world = aWorld();
    put(world, 3, 'camp-1');
    put(world, 7, 'camp-2');

    await world.step();

    const claimed = world.journal.all().filter(({ type }) => type === 'claimed');
    expect(claimed).toHaveLength(world.accepted.length);
    expect(claimed.length).toBeLessThan(10);
  });

  it('sets aside what had to wait too often, with receives left, and says why', async () => {
    const never: TokenLedger = { take: async () => ({ taken: false, times: {} }) };
    const world = aWorld({ ledger: never, maxReceives: 6 });
    put(world, 2, 'camp-1');

    await world.drain();

    expect(world.aside.map(({ cause }) => cause)).toEqual(['THROTTLED', 'THROTTLED']);
    expect([world.deadLetters, world.accepted]).toEqual([[], []]);
  });

  it('sends nothing where tokens cannot be taken', async () => {
    const world = aWorld({ ledger: { take: () => Promise.reject(new Error('the table is gone')) } });
    put(world, 1, 'camp-1');

    await world.step();

    expect(world.calls).toEqual([]);
  });

  it('uses the token of a denied message for another one', async () => {
    let denied = 0;
    const world = aWorld({
      policy: () => {
        denied += 1;
        return denied > 2 ? allowed : dropped('NO_CONSENT');
      },
    });
    const start = world.now;
    put(world, 2, 'camp-1');
    await world.step();
    put(world, 2, 'camp-1');
    await world.step();

    expect(world.accepted).toHaveLength(2);
    expect(world.now - start).toBeLessThan(500);
  });
});
