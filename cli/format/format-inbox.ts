import type { InboxMessage } from '../../local/provider-sandbox/inbox-message.ts';
import { visibleText } from './visible-text.ts';

/** Messages as text, in the order given. */
export const formatInbox = (messages: readonly InboxMessage[]): readonly string[] =>
  messages.length === 0 ? ['The inbox is empty.'] : messages.flatMap(formatMessage);

const formatMessage = ({ receivedAt, channel, from, to, subject, text }: InboxMessage): readonly string[] => [
  `${receivedAt}  ${channel}`,
  ...[
    `From: ${from}`,
    `To: ${to.join(', ')}`,
    ...(subject === undefined ? [] : [`Subject: ${subject}`]),
    '',
    text.trimEnd(),
  ]
    .flatMap((part) => visibleText(part).split('\n'))
    .map((line) => `  │ ${line}`.trimEnd()),
  '',
];
