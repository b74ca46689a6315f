import type { Mail } from '../../local/provider-sandbox/mail.ts';
import { visibleText } from './visible-text.ts';

/** Mails as text, in the order given. */
export const formatMails = (mails: readonly Mail[]): readonly string[] =>
  mails.length === 0 ? ['The inbox is empty.'] : mails.flatMap(formatMail);

const formatMail = ({ receivedAt, from, to, subject, text }: Mail): readonly string[] => [
  `${receivedAt}`,
  ...[`From: ${from}`, `To: ${to.join(', ')}`, `Subject: ${subject}`, '', text.trimEnd()]
    .flatMap((part) => visibleText(part).split('\n'))
    .map((line) => `  │ ${line}`.trimEnd()),
  '',
];
