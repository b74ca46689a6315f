import type { InboxMessage } from '../../local/provider-sandbox/inbox-message.ts';
import { visibleText } from './visible-text.ts';

/** Messages as text, in the order given. */
export const formatInbox = (messages: readonly InboxMessage[]): readonly string[] =>
  messages.length === 0 ? ['The inbox is empty.'] : messages.flatMap(formatMessage);

const formatMessage = (message: InboxMessage): readonly string[] => [
  `${message.receivedAt}  ${message.channel}`,
  ...linesOf(message)
    .flatMap((part) => visibleText(part).split('\n'))
    .map((line) => `  │ ${line}`.trimEnd()),
  '',
];

const linesOf = ({ from, to, subject, replyTo, headers, text }: InboxMessage): readonly string[] => {
  const unsubscribe = /<(.*)>/.exec(headers?.['List-Unsubscribe'] ?? '')?.[1];
  return [
    `From: ${from}`,
    `To: ${to.join(', ')}`,
    ...(replyTo === undefined ? [] : [`Reply-To: ${replyTo}`]),
    ...(unsubscribe === undefined ? [] : [`Unsubscribe: ${unsubscribe}`]),
    ...(subject === undefined ? [] : [`Subject: ${subject}`]),
    '',
    text.trimEnd(),
  ];
};
