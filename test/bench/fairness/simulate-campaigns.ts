import { InMemoryTokenLedger } from '../../../shared/fairness/adapters/in-memory-token-ledger.ts';
import { createTurns, PATIENCE_MS, type Turns } from '../../../shared/fairness/turns.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';

export type CampaignScenario = {
  /** Messages of the large campaign, all there at the start, and of the small one, which comes `laterMs` after. */
  readonly large: number;
  readonly small: number;
  readonly laterMs: number;
  /** Messages a second of the pool's one identity. */
  readonly perSecond: number;
  /** The small campaign's weight beside the large one's 1. */
  readonly weight: number;
  /** What keeps campaigns apart. */
  readonly by: 'nothing' | 'groups' | 'tokens' | 'groups and tokens';
  readonly seed: number;
};

export type CampaignReport = {
  /** The time from the small campaign's start to its end, by the time that its share of the rate takes. */
  readonly byShare: number;
  /** Messages sent a second while both were there, by the rate. */
  readonly utilisation: number;
  /** How often a message was received, on average and at most; and messages that were set aside. */
  readonly meanReceives: number;
  readonly mostReceives: number;
  readonly setAside: number;
};

type Message = { readonly isSmall: boolean; receives: number };

const IDENTITY = 'email-agent-001';
const PROCESSES = 6;
const BATCH = 10;
const CALL_MS = 120;
/** As `takeTurns`: from this receive on a message that must wait is set aside. */
const LAST_WAIT_RECEIVE = 4;

/** Two campaigns in one lane before a pool with a rate, in virtual time; stops once the small one is through. */
export const simulateCampaigns = async (scenario: CampaignScenario): Promise<CampaignReport> => {
  const world = new CampaignWorld(scenario);
  await world.run();
  return world.report();
};

class CampaignWorld {
  readonly #scenario: CampaignScenario;
  readonly #random: SeededRandom;
  readonly #clock = new VirtualClock(1_700_000_000_000);
  readonly #start = this.#clock.now;
  readonly #lane: { readonly small: Message[]; readonly large: Message[] } = { small: [], large: [] };
  readonly #received: Message[] = [];
  readonly #limit: Provider;
  #smallDone = 0;
  #sentSince = 0;
  #aside = 0;
  #endedAt = 0;

  constructor(scenario: CampaignScenario) {
    this.#scenario = scenario;
    this.#random = new SeededRandom(scenario.seed);
    this.#limit = new Provider(scenario.perSecond);
  }

  async run(): Promise<void> {
    const { large, small, laterMs } = this.#scenario;
    for (let at = 0; at < large; at += 1) this.#lane.large.push({ isSmall: false, receives: 0 });
    this.#clock.after(laterMs, () => {
      for (let at = 0; at < small; at += 1) this.#lane.small.push({ isSmall: true, receives: 0 });
    });
    const ledger = new InMemoryTokenLedger();
    for (let at = 0; at < PROCESSES; at += 1) this.#clock.after(at, () => void this.#process(ledger));
    await this.#clock.run();
  }

  report(): CampaignReport {
    const { laterMs, perSecond, small, weight } = this.#scenario;
    const tookMs = this.#endedAt - this.#start - laterMs;
    const shareMs = (1000 * small) / ((perSecond * weight) / (1 + weight));
    const receives = this.#received.map((message) => message.receives);
    return {
      byShare: tookMs / shareMs,
      utilisation: this.#sentSince / ((perSecond * tookMs) / 1000),
      meanReceives: receives.reduce((sum, count) => sum + count, 0) / receives.length,
      mostReceives: receives.reduce((most, count) => Math.max(most, count), 0),
      setAside: this.#aside,
    };
  }

  async #process(ledger: InMemoryTokenLedger): Promise<void> {
    const { perSecond, weight, by } = this.#scenario;
    const hasTokens = by.endsWith('tokens');
    const turns = createTurns({
      agent: { identities: { [IDENTITY]: { sender: 'x', capacity: { perSecond } } } },
      shares: async () => ({ campaigns: { small: weight }, identities: {} }),
      ledger,
      now: () => this.#clock.now,
      sleep: (ms) => this.#sleep(ms),
    });
    while (this.#endedAt === 0) {
      const batch = this.#receive();
      if (batch.length === 0) await this.#sleep(20);
      else await this.#work(batch, hasTokens ? turns : undefined);
    }
  }

  async #work(batch: readonly Message[], turns: Turns | undefined): Promise<void> {
    const ordered = batch.toSorted((a, b) => b.receives - a.receives);
    const isOneCampaign = new Set(batch.map(({ isSmall }) => isSmall)).size === 1;
    const waits = await turns?.take(
      ordered.map(({ isSmall }) => ({ identity: IDENTITY, campaignId: isSmall ? 'small' : 'large' })),
      { patienceMs: isOneCampaign ? PATIENCE_MS : 0 },
    );
    const going = ordered.filter((_, at) => (waits?.[at] ?? 0) === 0);
    for (const [at, message] of ordered.entries())
      if ((waits?.[at] ?? 0) > 0) this.#comeBack(message, waits?.[at] ?? 0);
    if (turns === undefined)
      await Promise.all(going.map(() => this.#sleep(this.#limit.waitMs(this.#clock.now))));
    await this.#sleep(CALL_MS);
    for (const { isSmall } of going) this.#noteSent(isSmall);
  }

  #noteSent(isSmall: boolean): void {
    const { laterMs } = this.#scenario;
    if (this.#clock.now - this.#start >= laterMs && this.#endedAt === 0) this.#sentSince += 1;
    if (isSmall) this.#smallDone += 1;
    this.#endIfDone();
  }

  #endIfDone(): void {
    if (this.#smallDone === this.#scenario.small && this.#endedAt === 0) {
      this.#endedAt = this.#clock.now;
      this.#clock.stop();
    }
  }

  /** As `createQueueHandler` returns what must wait: the wait, and full jitter that grows with the receives. */
  #comeBack(message: Message, waitMs: number): void {
    if (message.receives >= LAST_WAIT_RECEIVE) {
      this.#aside += 1;
      if (message.isSmall) this.#smallDone += 1;
      this.#endIfDone();
      return;
    }
    const jitterMs = this.#random.next() * 1000 * 2 ** message.receives;
    this.#clock.after(Math.ceil((waitMs + jitterMs) / 1000) * 1000, () =>
      this.#laneOf(message).push(message),
    );
  }

  #laneOf({ isSmall }: Message): Message[] {
    return isSmall ? this.#lane.small : this.#lane.large;
  }

  /** With groups, the quiet campaign's messages come first, as fair queues give them; else all as they lie. */
  #receive(): readonly Message[] {
    const { small, large } = this.#lane;
    const isFair = this.#scenario.by.startsWith('groups');
    const batch: Message[] = [];
    while (batch.length < BATCH && small.length + large.length > 0) {
      const chance = isFair ? 1 : small.length / (small.length + large.length);
      const from =
        small.length > 0 && this.#random.next() < chance ? small : large.length > 0 ? large : small;
      const message = takeAny(from, this.#random);
      message.receives += 1;
      if (message.receives === 1) this.#received.push(message);
      batch.push(message);
    }
    return batch;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(ms, resolve));
  }
}

/** A provider that makes callers wait who come faster than its rate: what there is without tokens of ours. */
class Provider {
  readonly #perSecond: number;
  #time = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  waitMs(now: number): number {
    this.#time = Math.max(this.#time, now) + 1000 / this.#perSecond;
    return this.#time - now;
  }
}

/** Takes any message out of a lane: a standard queue keeps no order. */
const takeAny = (lane: Message[], random: SeededRandom): Message => {
  const at = random.below(lane.length);
  const taken = lane[at] as Message;
  lane[at] = lane.at(-1) as Message;
  lane.pop();
  return taken;
};
