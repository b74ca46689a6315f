/** Where an invocation dies: at its nth port call, before that call did anything or after it did. */
export type CrashPoint = { readonly call: number; readonly when: 'before' | 'after' };

type Port = Record<string, unknown> | object;

/**
 * Wraps ports so that an invocation can die at any of its awaits: from the crash on nothing it calls answers or has any effect,
 * as in a killed process. Counts calls, so that every point is found by running once without a crash.
 */
export class CrashPlan {
  #calls = 0;
  #dead = false;
  #crash: () => void = () => undefined;
  readonly #at: CrashPoint | undefined;
  readonly crashed: Promise<'crashed'>;

  constructor(at?: CrashPoint) {
    this.#at = at;
    this.crashed = new Promise((resolve) => {
      this.#crash = () => resolve('crashed');
    });
  }

  get calls(): number {
    return this.#calls;
  }

  wrap<P extends Port>(port: P): P {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.#call(() => Reflect.apply(member, target, args));
      },
    });
  }

  async #call(effect: () => unknown): Promise<unknown> {
    if (this.#dead) return new Promise(() => undefined);
    const isHere = this.#at?.call === this.#calls;
    this.#calls += 1;
    if (isHere && this.#at?.when === 'before') return this.crash();
    const result = await effect();
    if (this.#dead) return new Promise(() => undefined);
    return isHere ? this.crash() : result;
  }

  /** Dies now: nothing that it calls from here on answers. */
  crash(): Promise<never> {
    this.#dead = true;
    this.#crash();
    return new Promise(() => undefined);
  }
}
