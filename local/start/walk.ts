import type { Fact } from '../../shared/journal/fact.ts';
import type { Command } from '../../shared/messages/command.ts';
import type { Event } from '../../shared/messages/event.ts';
import type { InboxMessage } from '../provider-sandbox/inbox-message.ts';

/** What was seen of one command on its way; times are milliseconds since 1970. */
export type Walk = {
  readonly command: Command;
  readonly sentAt: number;
  readonly facts: readonly Fact[];
  readonly events: readonly { readonly event: Event; readonly seenAt: number }[];
  readonly mails: readonly InboxMessage[];
};

/** Where the walk looks; each call answers with what is there now, `nextEvents` with what is new. */
export type Observers = {
  readonly facts: () => Promise<readonly Fact[]>;
  readonly nextEvents: () => Promise<readonly Event[]>;
  readonly mails: () => Promise<readonly InboxMessage[]>;
};

/** Sends a command and watches it until it is delivered and the bus has said so, or until the time is up. */
export const walkCommand = async (
  command: Command,
  send: () => Promise<void>,
  observers: Observers,
  limits: { readonly timeoutMs: number; readonly now: () => number; readonly signal?: AbortSignal },
): Promise<Walk> => {
  const sentAt = limits.now();
  await send();
  const events: Walk['events'][number][] = [];
  for (;;) {
    const fresh = await observers.nextEvents();
    events.push(...fresh.map((event) => ({ event, seenAt: limits.now() })));
    const over = limits.now() - sentAt > limits.timeoutMs;
    limits.signal?.throwIfAborted();
    if (!over && !events.some(({ event }) => isFinal(event))) continue;
    const [facts, mails] = await Promise.all([observers.facts(), observers.mails()]);
    return { command, sentAt, facts, events, mails };
  }
};

/** Why a walk was no success; `undefined` when the mail was delivered exactly once and the bus said so. */
export const failureOf = ({ facts, events, mails, command }: Walk): string | undefined => {
  const named = (type: Fact['type']) => facts.some((fact) => fact.type === type);
  if (!named('accepted')) return `the front door never accepted command ${command.messageId}`;
  if (!named('delivered'))
    return `the journal has no delivered fact; it has ${facts.map(({ key }) => key).join(', ')}`;
  if (mails.length !== 1) return `the inbox has ${mails.length} mails of this command instead of one`;
  if (!events.some(({ event }) => event.event.status === 'DELIVERED')) {
    return 'no EVENT with status DELIVERED came back on the bus';
  }
  return undefined;
};

const isFinal = ({ event }: Event): boolean => !['SENT', 'UNKNOWN'].includes(event.status);
