import { Environment, type EnvironmentDeps, type Handler } from './environment.ts';

/** Invocations after which an environment is let go, as Lambda does from time to time. */
const INVOCATIONS_OF_AN_ENVIRONMENT = 200;

export type FunctionPoolOptions<Event, Answer> = {
  readonly timeoutMs: number;
  /** What its module does at a cold start: makes the handler of one environment. */
  readonly open: (environment: Environment) => Handler<Event, Answer>;
};

/** A function with as many environments as are needed, each for one event at a time. */
export class FunctionPool<Event, Answer> {
  readonly #deps: EnvironmentDeps;
  readonly #options: FunctionPoolOptions<Event, Answer>;
  readonly #idle: { environment: Environment; handler: Handler<Event, Answer>; uses: number }[] = [];

  constructor(deps: EnvironmentDeps, options: FunctionPoolOptions<Event, Answer>) {
    this.#deps = deps;
    this.#options = options;
  }

  /** `threw` also stands for an invocation that Lambda throttled. */
  async invoke(event: Event): Promise<Answer | 'died' | 'threw'> {
    if (this.#deps.faults.strikes('throttled invocation')) return 'threw';
    const warm = this.#idle.pop() ?? this.#start();
    const answer = await warm.environment.run(warm.handler, event, this.#options.timeoutMs);
    warm.uses += 1;
    if (!warm.environment.isDead && warm.uses < INVOCATIONS_OF_AN_ENVIRONMENT) this.#idle.push(warm);
    return answer;
  }

  #start() {
    const environment = new Environment(this.#deps);
    return { environment, handler: this.#options.open(environment), uses: 0 };
  }
}
