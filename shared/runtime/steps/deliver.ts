import type { ChannelOutcome } from '../../channels/channel.ts';
import type { Fallback } from '../../fallback/fallback.ts';
import { fact } from '../../journal/command-facts.ts';
import { VERDICT_TOO_OLD } from '../../journal/provider-called.ts';
import { isExpired, OWN_EXPIRY } from '../../lanes/expiry.ts';
import { OLDEST_VERDICT_MS } from '../../policy/contact-slack.ts';
import { fallsBack, Settled } from '../settled.ts';
import { fellBackFact } from './fall-back.ts';
import type { CallMeter } from './meter-calls.ts';
import type { Claimed } from './work.ts';

export type DeliverDeps = {
  readonly now: () => number;
  /** The provider takes a command once. */
  readonly idempotent: boolean;
  readonly meter: Pick<CallMeter, 'started' | 'uncalled'>;
  readonly fallback?: Fallback | undefined;
};

/** Calls the chosen provider for a claimed attempt and says what became of it. An attempt on an old verdict is none: it comes back. */
export const deliver =
  ({ now, idempotent, meter, fallback }: DeliverDeps) =>
  async <Content>(claimed: Claimed<Content>): Promise<Settled> => {
    const { lane, aggregate, subject, content, account, attempt, readAt, service } = claimed;
    const startedAt = now();
    if (!isFresh(readAt, startedAt)) return tooOld(aggregate, attempt, startedAt);
    if (isExpired(lane, startedAt)) return expire(claimed, startedAt, meter);
    meter.started(claimed, startedAt);
    let outcome: ChannelOutcome;
    try {
      outcome = await service.send(content, { commandId: lane.message.messageId, attempt });
    } catch {
      // A channel that throws has broken its promise, and proves nothing.
      outcome = { kind: 'unknown', cause: 'CHANNEL_THREW' };
    }
    const at = now();
    switch (outcome.kind) {
      case 'accepted': {
        const { providerMessageId } = outcome;
        return new Settled('SENT', [
          fact('sent', aggregate, at, {
            ...subject,
            attempt,
            providerMessageId,
            startedAt,
            content: account,
            standby: service.standby,
          }),
        ]);
      }
      case 'not-accepted': {
        const { cause, retryAfterMs, blame } = outcome;
        const facts = [fact('not-accepted', aggregate, at, { attempt, cause })];
        // Who repeats what our set-up forbids only burns its receives.
        const aside = blame === 'configuration' || blame === 'sender' ? cause : undefined;
        return new Settled('NOT_ACCEPTED', facts, { cause, askedMs: retryAfterMs }, aside);
      }
      case 'refused':
        return settleRefused(claimed, outcome, at, isOnlyAttempt(claimed, idempotent) ? fallback : undefined);
      case 'unknown': {
        const { cause } = outcome;
        const facts = [fact('unknown', aggregate, at, { ...subject, attempt, cause })];
        // Where the provider takes a command once, the next attempt asks it again.
        return new Settled('UNKNOWN', facts, idempotent ? { cause } : undefined);
      }
    }
  };

/** Its own time ran out since the front of the batch; the claim is given back first. */
const expire = (claimed: Claimed<unknown>, at: number, meter: Pick<CallMeter, 'uncalled'>): Settled => {
  const { aggregate, subject, attempt } = claimed;
  meter.uncalled(claimed, at);
  return new Settled('EXPIRED', [
    fact('not-accepted', aggregate, at, { attempt, cause: OWN_EXPIRY }),
    fact('expired', aggregate, at, { ...subject, cause: OWN_EXPIRY, after: attempt }),
  ]);
};

/** A refusal says nothing of an attempt before that is open still, which only a provider that takes a command once has. */
const isOnlyAttempt = ({ attempt }: Claimed<unknown>, idempotent: boolean): boolean =>
  !idempotent || attempt === 1;

/** What is refused because of its recipient goes on by another channel; it has failed where there is none. */
const settleRefused = async (
  claimed: Claimed<unknown>,
  { cause, blame }: Extract<ChannelOutcome, { kind: 'refused' }>,
  at: number,
  fallback: Fallback | undefined,
): Promise<Settled> => {
  const { aggregate, subject, attempt } = claimed;
  const notAccepted = fact('not-accepted', aggregate, at, { attempt, cause });
  try {
    const next = blame === 'recipient' ? await fallback?.next(claimed) : undefined;
    if (next !== undefined)
      return fallsBack([notAccepted, fellBackFact(claimed, next, { attempt, cause, at })], next);
  } catch {
    // It is not known whether there is another channel: the refusal is recorded, and the next attempt asks again.
    return new Settled('NOT_ACCEPTED', [notAccepted], { cause: 'FALLBACK_NOT_CHOSEN' });
  }
  return new Settled('FAILED', [fact('failed', aggregate, at, { ...subject, attempt, cause })]);
};

/** A clock that was set back says nothing about an age. */
const isFresh = (readAt: number, at: number): boolean => at >= readAt && at - readAt <= OLDEST_VERDICT_MS;

const tooOld = (aggregate: string, attempt: number, at: number): Settled => {
  const cause = VERDICT_TOO_OLD;
  return new Settled('NOT_ACCEPTED', [fact('not-accepted', aggregate, at, { attempt, cause })], { cause });
};
