import type { ConversationChange } from '../conversations/apply-update.ts';
import type { Answer, IntentAnalysis } from '../intent/intent.ts';
import type { PipelineSubject } from '../journal/facts/pipeline-facts.ts';
import type { Event } from '../messages/event.ts';
import { hopsOf } from '../messages/hops.ts';

/** An inbound message: an answer to be analysed, or a call's result, whose meaning is plain. */
export type Inbound = {
  readonly subject: PipelineSubject;
  readonly change: ConversationChange;
  /** What was said; absent in a result, and where it cannot be read. */
  readonly answer?: Answer | undefined;
  readonly plain?: IntentAnalysis | undefined;
};

/** What a provider says of a call that nobody took. */
const NOT_TAKEN: readonly unknown[] = ['VOICE_NO_ANSWER', 'VOICE_BUSY'];

/**
 * Reads an EVENT as an inbound message, its `change` the one that its conversation gets from it; `undefined` where it is none.
 * What became of a campaign's call is left to the campaign, whose steps say what follows.
 */
export const inboundOf = (event: Event, change: ConversationChange | undefined): Inbound | undefined => {
  const { type, customerId, campaignId, metadata } = event.event;
  if (customerId === undefined) return undefined;
  const channel = metadata['channel'];
  if (type === 'CUSTOMER_RESPONDED' && change !== undefined) {
    const named = typeof channel === 'string' && channel !== '' ? channel : 'other';
    return { subject: subjectOf(event, customerId, named), change, answer: answerOf(event, change, named) };
  }
  if (type !== 'CALL_FAILED' || campaignId !== undefined || !NOT_TAKEN.includes(metadata['cause']))
    return undefined;
  const context = { responseReceived: false, lastContactTime: event.timestamp, lastContactChannel: 'phone' };
  return {
    subject: subjectOf(event, customerId, 'phone'),
    change: { customerId, at: event.timestamp, context },
    plain: { intent: 'NOT_REACHED', confidence: 1, optsOut: false, decidedBy: 'call-result' },
  };
};

/** An answer to no command of ours names no conversation: then its own id names it, for all that follows. */
const subjectOf = (
  { messageId, correlation, event }: Event,
  customerId: string,
  channel: string,
): PipelineSubject => ({
  customerId,
  campaignId: event.campaignId,
  conversationId: correlation.conversationId ?? `reply-${messageId}`,
  workflowId: correlation.workflowId ?? `reply-${messageId}`,
  hops: hopsOf({ correlation }),
  channel,
  answerId: messageId,
  commandId: correlation.originalCommandId,
});

const answerOf = (
  event: Event,
  { history = [] }: ConversationChange,
  channel: string,
): Answer | undefined => {
  const text = textIn(history[0]?.['response']);
  const receivedAt = Date.parse(event.timestamp);
  return text === undefined ? undefined : { text, channel, receivedAt };
};

/** Ours hold `text`; a call's may be named for what it is. */
const textIn = (response: unknown): string | undefined => {
  if (typeof response === 'string') return response;
  if (typeof response !== 'object' || response === null) return undefined;
  const said: Readonly<Record<string, unknown>> = { ...response };
  return [said['text'], said['transcript']].find((each) => typeof each === 'string');
};
