import type { Channel, ChannelOutcome } from '../../channels/channel.ts';
import { commandAggregate, fact } from '../../journal/command-facts.ts';
import { commandSubject } from '../../journal/command-subject.ts';
import { Settled } from '../settled.ts';
import type { Claimed } from './work.ts';

/** Calls the provider for a claimed attempt and says what became of it. */
export const deliver =
  <Content>(channel: Channel<Content>, now: () => number) =>
  async ({ lane, content, attempt }: Claimed<Content>): Promise<Settled> => {
    const commandId = lane.message.messageId;
    const startedAt = now();
    const outcome = await channel
      .send(content, { commandId, attempt })
      .catch((): ChannelOutcome => ({ kind: 'unknown', cause: 'CHANNEL_THREW' }));
    const aggregate = commandAggregate(commandId);
    const body = { ...commandSubject(lane), attempt };
    switch (outcome.kind) {
      case 'accepted': {
        const { providerMessageId } = outcome;
        return new Settled('SENT', [
          fact('sent', aggregate, now(), { ...body, providerMessageId, startedAt }),
        ]);
      }
      case 'not-accepted': {
        const { cause, retryAfterMs } = outcome;
        const facts = [fact('not-accepted', aggregate, now(), { attempt, cause })];
        return new Settled('NOT_ACCEPTED', facts, { cause, askedMs: retryAfterMs });
      }
      case 'refused':
        return new Settled('FAILED', [fact('failed', aggregate, now(), { ...body, cause: outcome.cause })]);
      case 'unknown':
        return new Settled('UNKNOWN', [fact('unknown', aggregate, now(), { ...body, cause: outcome.cause })]);
    }
  };
