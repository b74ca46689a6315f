import { outcomeOf } from '../../../shared/channels/adapters/outcome-of-failure.ts';
import type { Attempt, Channel, ChannelOutcome } from '../../../shared/channels/channel.ts';
import type { Environment, EnvironmentDeps } from './environment.ts';

/** What a provider was asked for, or took. */
export type Contact = Attempt & { readonly channel: string; readonly content: unknown };

export type ProviderWatcher = {
  /** A process began a call at `startedAt`, in the world's own time. */
  readonly started: (contact: Contact, startedAt: number, caller: Environment) => void;
  /** The provider took it: the customer will be contacted. */
  readonly accepted: (contact: Contact, providerMessageId: string) => void;
};

const SLOW_MS = { from: 100, to: 2900 };
const AFTER_TIMEOUT_MS = { from: 3100, to: 40_000 };
const RETRY_AFTER_MS = 2000;

/** Never answers: the caller's time-out ends the call. */
const silence = (): Promise<ChannelOutcome> => new Promise(() => undefined);

/** The provider of one channel, with all that providers do wrong. It takes whatever reaches it, also the same thing twice. */
export class Provider {
  readonly channel: string;
  readonly #deps: EnvironmentDeps;
  readonly #timeoutMs: number;
  readonly #watcher: ProviderWatcher;
  #taken = 0;

  constructor(channel: string, timeoutMs: number, watcher: ProviderWatcher, deps: EnvironmentDeps) {
    this.channel = channel;
    this.#timeoutMs = timeoutMs;
    this.#watcher = watcher;
    this.#deps = deps;
  }

  /** The provider as one process reaches it: its client gives up after the time-out, and tries nothing again. */
  reachedFrom<Content>(environment: Environment): Channel<Content> {
    return {
      send: (content, attempt) => {
        const contact = { ...attempt, channel: this.channel, content };
        const startedAt = this.#deps.clock.now;
        const call = () => {
          this.#watcher.started(contact, startedAt, environment);
          return this.#answer(contact);
        };
        return new Promise((resolve) => {
          this.#deps.clock.after(this.#timeoutMs, () => {
            if (!environment.isDead) resolve(outcomeOf({ name: 'TimeoutError' }));
          });
          void environment.call(call).then(resolve);
        });
      },
    };
  }

  #answer(contact: Contact): Promise<ChannelOutcome> {
    const { faults, clock, random } = this.#deps;
    if (faults.strikes('provider refuses the connection'))
      return soon({ name: 'Error', code: 'ECONNREFUSED' });
    if (faults.strikes('provider throttles')) {
      return soon({ name: 'TooManyRequestsException', status: 429, retryAfterMs: RETRY_AFTER_MS });
    }
    if (faults.strikes('provider rejects')) return soon({ name: 'MessageRejected', status: 400 });
    if (faults.strikes('provider times out before accepting')) return silence();
    if (faults.strikes('provider times out after accepting')) {
      this.#accept(contact);
      return silence();
    }
    if (faults.strikes('provider accepts after the time-out')) {
      clock.after(random.between(AFTER_TIMEOUT_MS.from, AFTER_TIMEOUT_MS.to), () => this.#accept(contact));
      return silence();
    }
    if (faults.strikes('provider answers 5xx')) {
      if (random.chance(0.5)) this.#accept(contact);
      return soon({ name: 'InternalFailure', status: 500 });
    }
    const accepted = { kind: 'accepted', providerMessageId: this.#accept(contact) } as const;
    if (!faults.strikes('provider is slow')) return Promise.resolve(accepted);
    return new Promise((resolve) => {
      clock.after(random.between(SLOW_MS.from, SLOW_MS.to), () => resolve(accepted));
    });
  }

  #accept(contact: Contact): string {
    this.#taken += 1;
    const providerMessageId = `${this.channel}-${this.#taken}`;
    this.#watcher.accepted(contact, providerMessageId);
    return providerMessageId;
  }
}

const soon = (failure: Parameters<typeof outcomeOf>[0]): Promise<ChannelOutcome> =>
  Promise.resolve(outcomeOf(failure));
