import PostalMime, { type Address, type Email } from 'postal-mime';
import { emailAddressOf } from '../channels/email-address.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import { answerIn } from './answer-text.ts';
import { textOfHtml } from './text-of-html.ts';

/** A mail as far as an answer is read from it. */
export type InboundMail = {
  /** Its author's address in small letters; `undefined` where it names none, or more than one. */
  readonly from: string | undefined;
  /** What the author wrote, without what it answers and without a signature. */
  readonly text: string;
  /** Every header that may name an address of ours, first the provider's own. */
  readonly recipients: string;
  /** Values of the headers of one name, in small letters and in their order: what the provider added comes first. */
  header(name: string): readonly string[];
};

/** Far more than mail programs make; a mail beyond it is made to hurt. */
const LIMITS = { maxNestingDepth: 30, maxHeadersSize: 256 * 1024, maxRfc822NestingDepth: 0 };

/** Reads a mail's text and headers; attachments are left alone. A broken one names the rule and nothing of the mail. */
export const readMail = async (raw: Uint8Array): Promise<Parsed<InboundMail>> => {
  try {
    return { ok: true, value: toInboundMail(await PostalMime.parse(raw, LIMITS)) };
  } catch {
    return broken('mail', 'must be MIME of at most 30 levels and 256 KiB of headers');
  }
};

const toInboundMail = (email: Email): InboundMail => {
  const header = (name: string) =>
    email.headers.filter(({ key }) => key === name).map(({ value }) => value.toLowerCase());
  return {
    from: header('from').length === 1 ? addressIn(email.from)?.toLowerCase() : undefined,
    text: answerIn(email.text ?? textOfHtml(email.html ?? '')),
    recipients: ['received', 'delivered-to', 'x-original-to', 'to', 'cc'].flatMap(header).join('\n'),
    header,
  };
};

const addressIn = (from: Address | undefined): string | undefined => emailAddressOf(from?.address);
