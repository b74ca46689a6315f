import type { Customer, Suppression } from '../customers/customer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import { CustomersUnavailableError } from '../customers/errors.ts';
import { recordSuppression } from '../customers/record-suppression.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { TokenSigner } from '../security/token-signer.ts';
import { readUnsubscribeToken, type Unsubscribing } from './unsubscribe-link.ts';

export type UnsubscribeRequest = {
  /** In capitals. */
  readonly method: string;
  /** What the link says after its base. */
  readonly token: string;
  readonly body: string;
};

/** `ASKED`: nothing happened yet. `UNSUBSCRIBED`: the ban is in force. `REFUSED`: no link of ours, or no request that one makes. */
export type UnsubscribeOutcome = 'ASKED' | 'UNSUBSCRIBED' | 'REFUSED';

export type UnsubscribeDeps = {
  readonly signer: Pick<TokenSigner, 'verify'>;
  readonly customers: Pick<CustomerStore, 'suppress' | 'put'>;
  readonly journal: Pick<Journal, 'insert'>;
  readonly now: () => number;
};

/**
 * Answers whoever follows a link to unsubscribe. Looking changes nothing, since programs that look for malware follow links;
 * a POST as RFC 8058 has it, or as our page makes it, bans e-mail before it is answered, and may be repeated. Throws
 * `CustomersUnavailableError` or `JournalUnavailableError`: then it must be repeated.
 */
export const answerUnsubscribe = async (
  { method, token, body }: UnsubscribeRequest,
  deps: UnsubscribeDeps,
): Promise<UnsubscribeOutcome> => {
  const named = await readUnsubscribeToken(token, deps.signer);
  if (named === undefined) return 'REFUSED';
  if (method === 'GET' || method === 'HEAD') return 'ASKED';
  if (method !== 'POST' || !isOneClick(body)) return 'REFUSED';
  await deps.journal.insert(await optOut(named, deps));
  return 'UNSUBSCRIBED';
};

/** RFC 8058's one field, as `application/x-www-form-urlencoded` or as `multipart/form-data`. */
const isOneClick = (body: string): boolean =>
  /^\s*List-Unsubscribe=One-Click\s*$/i.test(body) ||
  /name="?List-Unsubscribe"?[^\n]*\r?\n\r?\nOne-Click\r?\n/i.test(body);

const optOut = async (
  { customerId, commandId }: Unsubscribing,
  deps: UnsubscribeDeps,
): Promise<readonly Fact[]> => {
  const suppression: Suppression = {
    channel: 'email',
    reason: 'OPTED_OUT',
    recordedBy: 'unsubscribe-link',
    at: new Date(deps.now()).toISOString(),
    wording: `the link in the e-mail of command ${commandId}`,
    source: 'one-click-unsubscribe',
  };
  const facts = await recordSuppression(customerId, suppression, deps);
  if (facts.length > 0) return facts;
  // A command may carry all of its customer itself; the opt-out of one who is not stored has to be kept all the same.
  await deps.customers.put(nobody(customerId));
  const kept = await recordSuppression(customerId, suppression, deps);
  if (kept.length === 0) throw new CustomersUnavailableError('customers: an opt-out found no place');
  return kept;
};

const nobody = (customerId: string): Customer => ({
  customerId,
  version: 1,
  addresses: {},
  consents: [],
  suppressions: [],
  attributes: {},
});
