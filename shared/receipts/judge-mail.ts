import type { InboundMail } from './read-mail.ts';

/** Why a mail is no answer of a person: a program wrote it, a list sent it, it came from ourselves, or it is unwanted. */
export type NoAnswer = 'AUTO_REPLY' | 'BOUNCE' | 'MAILING_LIST' | 'LOOP' | 'MALWARE' | 'SPAM';

/** Answers go to such an address; none comes from one. */
const OUR_REPLY_ADDRESS = /^reply\+[a-z2-7]{52}@/;

/** Addresses from which only programs write. */
const PROGRAMS = /^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+@-]|$)/;

/**
 * Says why a mail is not taken for an answer; `undefined` where it is. `senders` are our own addresses: a mail from one of them
 * goes in circles.
 */
export const judgeMail = (
  mail: Pick<InboundMail, 'from' | 'header'>,
  senders: ReadonlySet<string>,
): NoAnswer | undefined => {
  const first = (name: string): string => mail.header(name)[0]?.trim() ?? '';
  const has = (name: string): boolean => mail.header(name).length > 0;
  if (first('x-ses-virus-verdict') === 'fail') return 'MALWARE';
  if (first('x-ses-spam-verdict') === 'fail') return 'SPAM';
  if (senders.has(mail.from ?? '') || OUR_REPLY_ADDRESS.test(mail.from ?? '')) return 'LOOP';
  if (first('return-path') === '<>' || /^multipart\/report\b/.test(first('content-type'))) return 'BOUNCE';
  const submitted = first('auto-submitted');
  if (submitted !== '' && submitted !== 'no') return 'AUTO_REPLY';
  if (['x-autoreply', 'x-autorespond', 'x-auto-reply'].some(has)) return 'AUTO_REPLY';
  if (/^(bulk|junk|list|auto_reply)$/.test(first('precedence'))) return 'AUTO_REPLY';
  if (has('list-id')) return 'MAILING_LIST';
  return PROGRAMS.test(mail.from ?? '') ? 'AUTO_REPLY' : undefined;
};

/**
 * Whether the provider has proven that the author's domain sent a mail: DMARC passed, or where the domain has none, a
 * signature of the domain itself. Only the first verdict counts, since the provider writes its own above whatever came in.
 */
export const isAuthorProven = ({ from, header }: Pick<InboundMail, 'from' | 'header'>): boolean => {
  const verdict = header('authentication-results')[0] ?? '';
  if (from === undefined || !verdict.startsWith('amazonses.com;')) return false;
  const dmarc = /\bdmarc=(\w+)/.exec(verdict)?.[1];
  if (dmarc === 'pass') return true;
  if (dmarc === 'fail') return false;
  const domain = from.split('@')[1];
  return [...verdict.matchAll(/\bdkim=pass\s+header\.(?:i=[^\s;@]*@|d=)([^\s;]+)/g)].some(
    ([, signed]) => signed === domain,
  );
};
