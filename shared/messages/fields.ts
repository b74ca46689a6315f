import * as z from 'zod';

/** What `identifier` is checked by. */
export const identifierPattern = /^[A-Za-z0-9][A-Za-z0-9._:@/+=-]{0,127}$/;

/** Ids and names travel in tags, keys and logs: printable, without spaces, at most 128 characters. */
export const identifier = z
  .string()
  .regex(
    identifierPattern,
    'must be 1 to 128 letters, digits or . _ : @ / + = - and start with a letter or digit',
  );

/** A moment of the wire format. */
export const instant = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 date and time with zone' });

/** A day of the calendar, which exists: 31 February is none. */
export const calendarDay = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2026-11-26')
  .refine((day) => {
    const at = Date.parse(day);
    return Number.isFinite(at) && new Date(at).toISOString().startsWith(day);
  }, 'must be a day that exists');

/** Names such as `EMAIL_SENT` or `DELIVERED`. */
export const upperCaseName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,63}$/, 'must be an upper-case name such as EMAIL_SENT');

/**
 * A compact JWE (RFC 7516): five base64url parts, the second empty where the key is used directly. The first is a JSON object,
 * so that five words with dots between them do not pass for encrypted.
 */
export const compactJwe = z
  .string()
  .max(400_000)
  .regex(/^eyJ[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+$/, 'must be a compact JWE when it is text');

/** Personal data as an object in the clear, or as a compact JWE under the customer's key. */
export const personalObject = z.union([z.record(z.string(), z.unknown()), compactJwe], {
  error: 'must be an object or a compact JWE',
});

/** Personal entries, at most 200, in the clear, or as a compact JWE under the customer's key. */
export const personalList = z.union([z.array(z.unknown()).max(200), compactJwe], {
  error: 'must be a list of at most 200 entries or a compact JWE',
});

/** Ids that tie messages of one conversation and one workflow together. */
export const correlation = z.looseObject({
  conversationId: identifier.optional(),
  workflowId: identifier.optional(),
  originalCommandId: identifier.optional(),
  /** How many messages led to this one, each by the one before: 0, or absent, for a message that nothing led to. */
  hops: z.int().min(0).max(1_000_000).optional(),
  /** The batch whose member a command is, and its place in it, from 0. */
  batchId: identifier.optional(),
  batchMember: z.int().min(0).max(49).optional(),
  /** Who awaits the command's end, such as `saga:correct-and-call`: its EVENTs repeat it, so that they hear of no others. */
  awaitedBy: identifier.optional(),
});

/** Which edition of the wire format a message is written in; absent means 1.0. */
export const schemaVersion = z.string().regex(/^\d{1,3}\.\d{1,3}$/, 'must be a version such as 1.0');
