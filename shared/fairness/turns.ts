import type { AgentType } from '../agents/agent-registry.ts';
import { bucketsOf, planTurns, type Turn } from './plan-turns.ts';
import { poolRates } from './pool-rates.ts';
import { Purse } from './purse.ts';
import { rateOf, type Shares } from './shares.ts';
import { waitOf } from './token-bucket.ts';
import type { BucketTimes, TokenLedger } from './token-ledger.ts';

export type TurnsOptions = {
  readonly agent: Pick<AgentType, 'identities'>;
  /** What operators say of shares now. */
  readonly shares: () => Promise<Shares>;
  readonly ledger: TokenLedger;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export type Patience = {
  /** Milliseconds that the messages may wait here for their tokens. */
  readonly patienceMs: number;
  /** They do not wait: they may take a second's tokens beyond those for which others wait already. */
  readonly isUrgent?: boolean;
};

/** Whose turn it is, as one process knows it. It works on one batch at a time. */
export type Turns = {
  /** Whether any identity of the pool has a rate now. Throws where it cannot be told. */
  areLimited(): Promise<boolean>;
  /**
   * Takes tokens for messages, waits for them within the patience, and says of each whether it may be sent: 0, or the
   * milliseconds after which there might be a token for it. One write at most for what it takes, none while tokens are left
   * of the last one, none where nothing limits the pool. Throws where tokens cannot be taken.
   */
  take(messages: readonly Turn[], patience: Patience): Promise<readonly number[]>;
  /** Messages that are not sent after all: others may have their tokens. */
  giveBack(messages: readonly Turn[]): void;
};

/** How long others may wait for tokens, in milliseconds: urgent messages go past them. */
export const PATIENCE_MS = 3000;
const URGENT_MS = PATIENCE_MS + 1000;
const MOST_TRIES = 3;

/** Makes the turns of one process. */
export const createTurns = ({ agent, shares, ledger, now, sleep }: TurnsOptions): Turns => {
  const purse = new Purse();
  let times: BucketTimes = {};
  return {
    areLimited: async () => {
      const told = await shares();
      return Object.entries(agent.identities).some(
        ([identity, own]) => rateOf(identity, own, told) !== undefined,
      );
    },
    take: async (messages, { patienceMs, isUrgent = false }) => {
      const told = await shares();
      const campaigns = [...new Set(messages.map(({ campaignId }) => campaignId ?? ''))];
      for (let tries = 0; ; tries += 1) {
        const at = now();
        const rates = poolRates(agent, told, { times, campaigns, now: at });
        const beyondMs = tries === MOST_TRIES ? Number.NEGATIVE_INFINITY : isUrgent ? URGENT_MS : patienceMs;
        const plan = planTurns(messages, { rates, times, purse, now: at, patienceMs: beyondMs });
        if (plan.wants.length > 0) {
          const answer = await ledger.take(plan.wants, times, at);
          times = answer.times;
          if (!answer.taken) continue;
        }
        for (const { bucket, tokens } of plan.taken) purse.put(bucket, tokens, at);
        for (const [bucket, used] of plan.used) purse.use(bucket, used, at);
        const waitMs = Math.max(
          0,
          ...plan.wants.map(({ bucket }) => waitOf(times[bucket] ?? 0, rates(bucket) ?? 1, at)),
        );
        if (waitMs > 0 && !isUrgent) await sleep(Math.ceil(waitMs));
        return plan.waits;
      }
    },
    giveBack: (messages) => {
      const at = now();
      for (const message of messages) for (const bucket of bucketsOf(message)) purse.giveBack(bucket, at);
    },
  };
};
