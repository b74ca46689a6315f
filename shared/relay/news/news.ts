import type { Fact } from '../../journal/fact.ts';
import type { CommandSubject } from '../../journal/subjects.ts';
import type { EventStatus } from '../../messages/event.ts';
import type { EventType } from '../../messages/message-types.ts';

/** What the bus is told of a fact, as far as it differs from fact to fact. */
export type News = {
  readonly type: EventType;
  readonly status: EventStatus;
  readonly subject?: Partial<CommandSubject>;
  readonly providerMessageId?: string;
  readonly deliveryTime?: string;
  readonly recipientResponse?: string;
  readonly more?: Readonly<Record<string, unknown>>;
};

/** What the bus is told of the facts of one area; `undefined` for others, and for those of which it is not told. */
export type NewsSource = (fact: Fact) => News | undefined;
