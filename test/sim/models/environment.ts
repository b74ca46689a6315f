import type { FaultPlan } from '../faults.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { VirtualClock } from '../virtual-clock.ts';

export type EnvironmentDeps = {
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly faults: FaultPlan;
};

export type RemainingTime = { readonly getRemainingTimeInMillis: () => number };
export type Handler<Event, Answer> = (event: Event, context: RemainingTime) => Promise<Answer>;

/** Milliseconds that a call takes: usually, and when it is slow. An AWS client gives up after 3 s and tries again twice. */
const CALL_MS = { from: 1, to: 12 };
const SLOW_CALL_MS = { from: 50, to: 2500 };
const HANGING_CALL_MS = { from: 4000, to: 12_000 };

const never = <T>(): Promise<T> => new Promise(() => undefined);

/**
 * One environment of a function: a process with a clock of its own that works on one event at a time. All that its handler
 * calls goes through it, takes virtual time, and may fail or kill it; a request that is on its way arrives all the same.
 */
export class Environment {
  readonly random: SeededRandom;
  readonly #clock: VirtualClock;
  readonly #faults: FaultPlan;
  readonly #skewMs: number;
  #dead = false;
  #die: () => void = () => undefined;

  constructor({ clock, random, faults }: EnvironmentDeps) {
    this.random = random;
    this.#clock = clock;
    this.#faults = faults;
    this.#skewMs = (random.next() - 0.5) * faults.profile.skewMs;
  }

  /** The time as this process sees it, in milliseconds since 1970. */
  readonly now = (): number => Math.floor(this.#clock.now + this.#skewMs);

  get isDead(): boolean {
    return this.#dead;
  }

  /** Works on one event; `died` when the process ended before its answer, `threw` when the handler did. */
  run<Event, Answer>(
    handler: Handler<Event, Answer>,
    event: Event,
    timeoutMs: number,
  ): Promise<Answer | 'died' | 'threw'> {
    return new Promise((resolve) => {
      const endsAt = this.#clock.now + timeoutMs;
      let isOver = false;
      const end = (answer: Answer | 'died' | 'threw') => {
        if (isOver) return;
        isOver = true;
        resolve(answer);
      };
      this.#die = () => end('died');
      this.#clock.after(timeoutMs, () => {
        if (!isOver) this.die();
      });
      const context = { getRemainingTimeInMillis: () => Math.floor(endsAt - this.#clock.now) };
      handler(event, context).then(end, () => end('threw'));
    });
  }

  /** Ends the process: nothing that it calls from here on happens, and nothing is answered. */
  die(): void {
    this.#dead = true;
    this.#die();
  }

  /** The port as this process reaches it; `failure` makes the error of a call that fails, where the port may throw. */
  wrap<P extends object>(port: P, failure?: () => Error): P {
    const methods = methodNames(port).map((name) => {
      const method = Reflect.get(port, name) as (...args: unknown[]) => Promise<unknown>;
      return [name, (...args: unknown[]) => this.call(() => Reflect.apply(method, port, args), failure)];
    });
    return Object.fromEntries(methods) as P;
  }

  /** Calls something outside of this process. */
  call<T>(effect: () => Promise<T>, failure?: () => Error): Promise<T> {
    if (this.#dead) return never();
    const death = this.#faults.strikes('crash')
      ? this.random.pick(['before', 'sent', 'answered'])
      : undefined;
    if (death === 'before') {
      this.die();
      return never();
    }
    const fails = failure === undefined ? undefined : this.#failing();
    const upMs = this.#callMs();
    const downMs = this.random.chance(0.15) ? this.#callMs() : 0;
    return new Promise((resolve, reject) => {
      const fail = () => reject(failure?.());
      this.#clock.after(upMs, () => {
        if (fails === 'before') return this.#hear(downMs, fail);
        effect().then(
          (value) => {
            const answer = fails === 'after' ? fail : () => resolve(value);
            this.#hear(downMs, death === 'answered' ? () => this.die() : answer);
          },
          (error) => this.#hear(downMs, () => reject(error)),
        );
      });
      if (death === 'sent') this.die();
    });
  }

  #hear(downMs: number, answer: () => void): void {
    if (downMs > 0) this.#clock.after(downMs, () => this.#hear(0, answer));
    else if (!this.#dead) answer();
  }

  #failing(): 'before' | 'after' | undefined {
    if (this.#faults.strikes('throttled call')) return 'before';
    return this.#faults.strikes('lost answer') ? 'after' : undefined;
  }

  #callMs(): number {
    if (this.#faults.strikes('slow call')) return this.random.between(SLOW_CALL_MS.from, SLOW_CALL_MS.to);
    if (this.#faults.strikes('hanging call'))
      return this.random.between(HANGING_CALL_MS.from, HANGING_CALL_MS.to);
    return this.random.between(CALL_MS.from, CALL_MS.to);
  }
}

/** Names of the methods of an object, those of its classes included. */
const methodNames = (port: object): readonly string[] => {
  const names = new Set<string>();
  for (let level: object = port; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const name of Object.getOwnPropertyNames(level)) {
      if (name !== 'constructor' && typeof Reflect.get(port, name) === 'function') names.add(name);
    }
  }
  return [...names];
};
