import { commandExample } from '../../shared/messages/catalog/command-examples.ts';
import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import {
  commandTexts,
  contactNewsTexts,
  type EventText,
  eventTexts,
  type TypeText,
} from '../../shared/messages/catalog/type-texts.ts';
import type { MessageType } from '../../shared/messages/message.ts';
import {
  type CommandType,
  commandTypeTable,
  contactCommandTypes,
  contactNews,
  contactSubjectOf,
  contextUpdateRow,
  type EventType,
  type EventTypeRow,
  eventTypeTable,
} from '../../shared/messages/message-types.ts';
import { eventExample } from './event-example.ts';

/** A type of message as the documents for its senders and subscribers speak of it. */
export type CataloguedMessage = TypeText & {
  readonly messageType: MessageType;
  /** The command or event type; `CONTEXT_UPDATE` has none of its own. */
  readonly name: string;
  /** Its row of the message-type table. */
  readonly row: Readonly<Record<string, string | boolean>>;
  readonly isReceived: boolean;
  readonly isSent: boolean;
  readonly example: object;
};

const typesOf = <T extends string>(table: Readonly<Record<T, unknown>>) => Object.keys(table) as T[];

/** The command types, in the order of their table. */
export const cataloguedCommands: readonly CataloguedMessage[] = typesOf<CommandType>(commandTypeTable).map(
  (name) => ({
    ...commandTexts[name],
    messageType: 'COMMAND',
    name,
    row: commandTypeTable[name],
    isReceived: true,
    isSent: false,
    example: commandExample(name),
  }),
);

const contactTexts: Readonly<Record<string, EventText>> = Object.fromEntries(
  contactCommandTypes.flatMap((type) =>
    contactNews.map((news) => [
      `${contactSubjectOf(type)}_${news}`,
      {
        purpose: `Of ${type}: ${contactNewsTexts[news]}`,
        sentBy: 'the agent that served the command',
        isOurs: 'yes' as const,
      },
    ]),
  ),
);

const textOf = (name: EventType): EventText => {
  const own: Readonly<Record<string, EventText>> = { ...contactTexts, ...eventTexts };
  const text = own[name];
  if (text === undefined) throw new Error(`${name}: has no text (shared/messages/catalog/type-texts.ts)`);
  return text;
};

/** The event types, in the order of their table. */
export const cataloguedEvents: readonly CataloguedMessage[] = typesOf<EventType>(eventTypeTable).map(
  (name) => {
    const row: EventTypeRow = eventTypeTable[name];
    const { isOurs, ...text } = textOf(name);
    return {
      ...text,
      sentBy: isOurs === 'not yet' ? `${text.sentBy}, but not yet` : text.sentBy,
      messageType: 'EVENT',
      name,
      row,
      isReceived: row.decides,
      isSent: isOurs === 'yes',
      example: eventExample(name),
    };
  },
);

/** CONTEXT_UPDATE, which has no types. */
export const cataloguedContextUpdate: CataloguedMessage = {
  messageType: 'CONTEXT_UPDATE',
  name: 'CONTEXT_UPDATE',
  purpose: 'Says what an agent learned of a customer.',
  sentBy: 'agents, and systems in which people speak with customers',
  row: contextUpdateRow,
  isReceived: true,
  isSent: false,
  example: specifiedDocuments.CONTEXT_UPDATE,
};

/** Every type of message of the bus. */
export const cataloguedMessages: readonly CataloguedMessage[] = [
  ...cataloguedCommands,
  ...cataloguedEvents,
  cataloguedContextUpdate,
];
