import type { CustomerStore } from '../customers/customer-store.ts';
import { CustomersUnavailableError } from '../customers/errors.ts';
import { recordSuppression } from '../customers/record-suppression.ts';
import type { Fact } from '../journal/fact.ts';
import { applyConsent } from './apply-consent.ts';
import { type ConsentContent, consentOf } from './consent-of.ts';

export type StopDeps = {
  readonly customers: Pick<CustomerStore, 'get' | 'put' | 'suppress'>;
  readonly now: () => number;
};

/** A refusal, before its record is committed. */
export type Refusal = {
  readonly commandId: string;
  readonly customerId: string;
  readonly consent: ConsentContent;
  readonly at: string;
  readonly recordedBy: string;
};

const MOST_TRIES = 8;

/**
 * Puts a refusal in force at once, idempotently, before its record waits for its turn: of everything on a channel as a ban, of
 * one purpose in the customer's consents. Answers with the facts of it; a customer who is not known is nobody to contact.
 * Throws `CustomersUnavailableError`.
 */
export const stopAtOnce = async (refusal: Refusal, deps: StopDeps): Promise<readonly Fact[]> => {
  const { commandId, customerId, consent, at, recordedBy } = refusal;
  const { channel, purpose, source, wording } = consent;
  if (purpose === undefined) {
    const ban = { channel, reason: 'OPTED_OUT', recordedBy, at, source, wording } as const;
    return recordSuppression(customerId, ban, { ...deps, commandId });
  }
  await refusePurpose(refusal, deps);
  return [];
};

const refusePurpose = async (
  { customerId, consent, at, recordedBy }: Refusal,
  { customers }: StopDeps,
): Promise<void> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const customer = (await customers.get([customerId])).get(customerId);
    const next = customer && applyConsent(customer, consentOf(consent, { given: false, at, recordedBy }));
    if (next === undefined || (await customers.put(next)) === 'stored') return;
  }
  throw new CustomersUnavailableError('customers: one was changed by others at every try');
};
