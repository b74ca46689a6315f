import type { Attempt, Channel, ChannelOutcome } from '../../channels/channel.ts';
import { fact } from '../../journal/command-facts.ts';
import { Settled } from '../settled.ts';
import type { Claimed } from './work.ts';

/** Calls the chosen provider for a claimed attempt and says what became of it. */
export const deliver =
  (now: () => number, idempotent = false) =>
  async <Content>(claimed: Claimed<Content>): Promise<Settled> => {
    const { lane, aggregate, subject, content, account, attempt, service } = claimed;
    const startedAt = now();
    const outcome = await call(service, content, { commandId: lane.message.messageId, attempt });
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
        return new Settled('FAILED', [
          fact('failed', aggregate, at, { ...subject, attempt, cause: outcome.cause }),
        ]);
      case 'unknown': {
        const { cause } = outcome;
        const facts = [fact('unknown', aggregate, at, { ...subject, attempt, cause })];
        // Where the provider takes a command once, the next attempt asks it again.
        return new Settled('UNKNOWN', facts, idempotent ? { cause } : undefined);
      }
    }
  };

/** A channel that throws has broken its promise, and proves nothing. */
const call = async <Content>(
  channel: Pick<Channel<Content>, 'send'>,
  content: Content,
  attempt: Attempt,
): Promise<ChannelOutcome> => {
  try {
    return await channel.send(content, attempt);
  } catch {
    return { kind: 'unknown', cause: 'CHANNEL_THREW' };
  }
};
