import { InMemoryLoadExchange } from '../../../shared/balancing/adapters/in-memory-load-exchange.ts';
import { type Balancer, createBalancer } from '../../../shared/balancing/balancer.ts';
import type { BalancingName } from '../../../shared/balancing/strategies.ts';
import { SeededRandom } from '../../sim/seeded-random.ts';
import { VirtualClock } from '../../sim/virtual-clock.ts';

/** What is wrong with one of the identities. */
export type Trouble = 'none' | 'ten times slower' | 'dead';

export type PoolScenario = {
  readonly balancing: BalancingName;
  readonly trouble: Trouble;
  readonly seconds: number;
  readonly seed: number;
};

export type PoolReport = {
  /** The most calls that an identity got for its weight, by the mean of all. */
  readonly maxByMean: number;
  /** Milliseconds from the arrival of a message until it was accepted. */
  readonly p99Ms: number;
  /** Parts of all calls: those by the identity in trouble, and those that failed. */
  readonly troubledShare: number;
  readonly failedShare: number;
};

const WEIGHTS = [4, 2, 1, 1];
const TROUBLED = 1;
const SLOTS_FOR_WEIGHT = 8;
const MEAN_MS = 80;
const TIMEOUT_MS = 3000;
const RETRY_MS = 1000;
const PROCESSES = 200;
const BATCH = 10;
const PER_SECOND = 400; // half of what all identities can do
/** From when on whoever watches the identities says that the dead one is UNHEALTHY. */
const NOTICED_MS = 10_000;

type Message = { readonly arrivedAt: number; readonly customerId: string };

/** A pool of four identities of unequal size under a steady load, half of what they can do, in virtual time. */
export const simulatePool = async (scenario: PoolScenario): Promise<PoolReport> => {
  const world = new PoolWorld(scenario);
  await world.run();
  return world.report();
};

class PoolWorld {
  readonly #scenario: PoolScenario;
  readonly #random: SeededRandom;
  readonly #clock = new VirtualClock(1_700_000_000_000);
  readonly #start = this.#clock.now;
  readonly #waiting: Message[] = [];
  readonly #idle: Balancer[];
  readonly #servers = WEIGHTS.map((weight) => ({
    free: weight * SLOTS_FOR_WEIGHT,
    queue: [] as (() => void)[],
  }));
  readonly #calls = WEIGHTS.map(() => 0);
  readonly #took: number[] = [];
  #failed = 0;

  constructor(scenario: PoolScenario) {
    this.#scenario = scenario;
    this.#random = new SeededRandom(scenario.seed);
    const loads = new InMemoryLoadExchange();
    this.#idle = Array.from({ length: PROCESSES }, () => this.#process(loads));
  }

  async run(): Promise<void> {
    this.#arrive();
    await this.#clock.run();
  }

  report(): PoolReport {
    const all = this.#calls.reduce((sum, count) => sum + count, 0);
    const forWeight = this.#calls.map((count, at) => count / (WEIGHTS[at] ?? 1));
    const mean = forWeight.reduce((sum, count) => sum + count, 0) / forWeight.length;
    const sorted = this.#took.toSorted((a, b) => a - b);
    return {
      maxByMean: Math.max(...forWeight) / mean,
      p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
      troubledShare: (this.#calls[TROUBLED] ?? 0) / all,
      failedShare: this.#failed / all,
    };
  }

  #process(loads: InMemoryLoadExchange): Balancer {
    const identities = WEIGHTS.map(
      (weight, at) => [`pool-00${at + 1}`, { sender: `${at}`, weight }] as const,
    );
    const isNoticed = () => this.#scenario.trouble === 'dead' && this.#clock.now - this.#start >= NOTICED_MS;
    return createBalancer({
      agent: { balancing: this.#scenario.balancing, identities: Object.fromEntries(identities) },
      health: { unhealthy: async () => new Set(isNoticed() ? [`pool-00${TROUBLED + 1}`] : []) },
      shares: async () => ({ campaigns: {}, identities: {} }),
      loads,
      now: () => this.#clock.now,
      random: () => this.#random.next(),
    });
  }

  #arrive(): void {
    if (this.#clock.now - this.#start >= this.#scenario.seconds * 1000) return;
    this.#put({ arrivedAt: this.#clock.now, customerId: `cust-${this.#random.bits()}` });
    this.#clock.after(this.#exponential(1000 / PER_SECOND), () => this.#arrive());
  }

  #put(message: Message): void {
    this.#waiting.push(message);
    this.#serve();
  }

  #serve(): void {
    const process = this.#waiting.length > 0 ? this.#idle.shift() : undefined;
    if (process !== undefined) void this.#work(process, this.#waiting.splice(0, BATCH));
  }

  async #work(process: Balancer, batch: readonly Message[]): Promise<void> {
    const choose = await process.open();
    await Promise.all(batch.map((message) => this.#send(process, message, choose)));
    await process.share();
    this.#idle.push(process);
    this.#serve();
  }

  async #send(process: Balancer, message: Message, choose: Awaited<ReturnType<Balancer['open']>>) {
    const chosen = choose({ identity: '', choice: 'POOL', customerId: message.customerId });
    if (chosen === undefined) throw new Error('nobody is in rotation');
    const server = Number(chosen.identity.slice(-1)) - 1;
    this.#calls[server] = (this.#calls[server] ?? 0) + 1;
    const startedAt = this.#clock.now;
    const isAccepted = await this.#call(server);
    process.ended?.(chosen.identity, isAccepted ? this.#clock.now - startedAt : TIMEOUT_MS);
    if (isAccepted) this.#took.push(this.#clock.now - message.arrivedAt);
    else {
      this.#failed += 1;
      this.#clock.after(this.#random.next() * RETRY_MS, () => this.#put(message));
    }
  }

  /** Whether the provider took it: a dead identity is refused at once, and who waits too long gives up. */
  #call(at: number): Promise<boolean> {
    const trouble = at === TROUBLED ? this.#scenario.trouble : 'none';
    const server = this.#servers[at];
    return new Promise((resolve) => {
      if (trouble === 'dead' || server === undefined) return this.#clock.after(1, () => resolve(false));
      let isOver = false;
      const end = (answer: boolean) => {
        if (!isOver) resolve(answer);
        isOver = true;
      };
      this.#clock.after(TIMEOUT_MS, () => end(false));
      const start = () => {
        const ms = this.#exponential(trouble === 'none' ? MEAN_MS : 10 * MEAN_MS);
        this.#clock.after(isOver ? 0 : ms, () => {
          end(true);
          server.free += 1;
          this.#next(server);
        });
      };
      server.queue.push(start);
      this.#next(server);
    });
  }

  #next(server: { free: number; queue: (() => void)[] }): void {
    if (server.free === 0) return;
    const start = server.queue.shift();
    if (start === undefined) return;
    server.free -= 1;
    start();
  }

  #exponential(mean: number): number {
    return -mean * Math.log(1 - this.#random.next());
  }
}
