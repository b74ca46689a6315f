import * as z from 'zod';

/** RFC 5321's longest local part and label, and the longest address that fits into a path. */
const LONGEST_LOCAL = 64;
const LONGEST_LABEL = 63;
const LONGEST = 254;

const schema = z.email().max(LONGEST);

/**
 * The one address that a text is; `undefined` for any other text. Nothing that could begin a header, a second recipient or
 * a name passes: no space, comma, bracket, quote or control character.
 */
export const emailAddressOf = (text: unknown): string | undefined => {
  const address = schema.safeParse(text).data;
  if (address === undefined) return undefined;
  const [local = '', domain = ''] = address.split('@');
  const fits =
    local.length <= LONGEST_LOCAL && domain.split('.').every(({ length }) => length <= LONGEST_LABEL);
  return fits ? address : undefined;
};

/** The address of a sender such as `Name <address>`; `undefined` where it holds none. */
export const addressInSender = (sender: string): string | undefined => {
  const found = /<([^<>@\s]+@[^<>@\s]+)>$|^([^<>@\s]+@[^<>@\s]+)$/.exec(sender.trim());
  return found?.[1] ?? found?.[2];
};

/** Addresses of senders, in small letters. */
export const addressesOf = (senders: readonly string[]): ReadonlySet<string> =>
  new Set(senders.flatMap((sender) => addressInSender(sender)?.toLowerCase() ?? []));
