import { type AgentType, weightOf } from '../agents/agent-registry.ts';
import type { RouteChoice } from '../agents/route-command.ts';
import type { Shares } from '../fairness/shares.ts';
import type { IdentityHealth } from './identity-health.ts';
import { createLoadBook } from './load-book.ts';
import type { LoadExchange } from './load-exchange.ts';
import type { KnownLoad } from './pool-load.ts';
import { strategies } from './strategies.ts';
import type { Candidate, Strategy } from './strategy.ts';

export type BalancerOptions = {
  readonly agent: Pick<AgentType, 'identities' | 'balancing'>;
  readonly health: IdentityHealth;
  /** What operators say of weights now. */
  readonly shares: () => Promise<Shares>;
  readonly loads: LoadExchange;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly random: () => number;
};

/** What is asked of the pool: the front door's proposal, how it came to it, and for whom the message is. */
export type Wish = {
  readonly identity: string;
  readonly choice: RouteChoice;
  readonly customerId: string;
};

/** The identity that sends; `insteadOf` is the one that the command named and that does not. */
export type Chosen = { readonly identity: string; readonly insteadOf?: string | undefined };

/** The balancing of one pool in one process, which works on one batch at a time. */
export type Balancer = {
  /**
   * Looks who is in rotation, and gives the choice for one batch's messages; `undefined` where nobody is. Each choice counts
   * as a call on its way until the next batch opens. Throws where health cannot be told.
   */
  open(): Promise<(wish: Wish) => Chosen | undefined>;
  /**
   * A call by an identity ended after so many milliseconds; one that failed counts as long as it might have taken. `undefined`
   * where the pool is balanced without.
   */
  readonly ended: ((identity: string, ms: number) => void) | undefined;
  /** Tells the other processes, and learns of them, once a second at most and where the strategy needs it. Never throws. */
  share(): Promise<void>;
};

/** Makes the balancer of a pool. */
export const createBalancer = ({ agent, health, shares, loads, now, random }: BalancerOptions): Balancer => {
  const strategy = strategies[agent.balancing ?? 'by-customer'](random);
  const pool = Object.entries(agent.identities).map(([identity, own]) => ({
    identity,
    weight: weightOf(own),
    most: own.capacity?.concurrent ?? Number.POSITIVE_INFINITY,
  }));
  const identities = pool.map(({ identity }) => identity);
  const book = createLoadBook(loads, now);
  const needsLoad = strategy.needsLoad || pool.some(({ most }) => Number.isFinite(most));
  return {
    open: async () => {
      const [sick, told] = await Promise.all([health.unhealthy(identities), shares()]);
      const at = now();
      const rotation = pool.flatMap(({ identity, most, ...own }) => {
        const weight = sick.has(identity) ? 0 : (told.identities[identity]?.weight ?? own.weight);
        const load = needsLoad ? book.of(identity, at) : NO_LOAD;
        return weight > 0 ? [{ identity, most, weight, ...load }] : [];
      });
      return (wish) => chooseFrom(rotation, wish, strategy);
    },
    ended: needsLoad ? book.note : undefined,
    share: book.share,
  };
};

const NO_LOAD: KnownLoad = { inFlight: 0, responseMs: undefined };

type InRotation = Candidate & { inFlight: number; readonly most: number };

/** Each choice is a call on its way: the next one of the batch counts it. */
const chooseFrom = (
  rotation: readonly InRotation[],
  { identity, choice, customerId }: Wish,
  strategy: Strategy,
): Chosen | undefined => {
  if (rotation.length === 0) return undefined;
  const isPin = choice === 'PINNED';
  const pinned = isPin ? rotation.find((each) => each.identity === identity) : undefined;
  const chosen = pinned ?? chooseFree(rotation, customerId, strategy);
  chosen.inFlight += 1;
  return isPin && pinned === undefined
    ? { identity: chosen.identity, insteadOf: identity }
    : { identity: chosen.identity };
};

const chooseFree = (rotation: readonly InRotation[], customerId: string, strategy: Strategy): InRotation => {
  const free = rotation.filter(({ inFlight, most }) => inFlight < most);
  return strategy.choose(free.length > 0 ? free : rotation, customerId) as InRotation;
};
