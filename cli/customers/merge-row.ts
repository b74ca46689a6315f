import { isDeepStrictEqual } from 'node:util';
import type { Consent, Customer } from '../../shared/customers/customer.ts';
import type { CustomerRow } from './customer-fields.ts';

/**
 * A customer as a row wants it, one version on; `undefined` where it is so already. What a row does not say stays, and so does
 * a consent that was given or taken back later than the row's.
 */
export const mergeRow = (stored: Customer | undefined, row: CustomerRow): Customer | undefined => {
  const before = stored ?? emptyCustomer(row.customerId);
  const after: Customer = {
    ...before,
    ...given({
      name: row.name,
      zone: row.zone,
      locale: row.locale,
      preferredChannel: row.preferredChannel,
    }),
    addresses: {
      ...before.addresses,
      ...row.addresses,
      ...given({ email: row.email, sms: row.sms, phone: row.phone }),
    },
    attributes: { ...before.attributes, ...row.attributes },
    consents: mergeConsents(before.consents, row.consents ?? []),
  };
  const isSame = stored !== undefined && isDeepStrictEqual(asStored(after), asStored(before));
  return isSame ? undefined : { ...after, version: before.version + 1 };
};

const emptyCustomer = (customerId: string): Customer => ({
  customerId,
  version: 0,
  addresses: {},
  consents: [],
  suppressions: [],
  attributes: {},
});

const given = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const mergeConsents = (known: readonly Consent[], added: readonly Consent[]): readonly Consent[] => {
  const merged = [...known];
  for (const consent of added) {
    const at = merged.findIndex((other) => isAbout(other, consent));
    const other = merged[at];
    if (other === undefined) merged.push(consent);
    else if (Date.parse(consent.at) >= Date.parse(other.at)) merged[at] = consent;
  }
  return merged;
};

const isAbout = (a: Consent, b: Consent): boolean => a.channel === b.channel && a.purpose === b.purpose;

/** A field that is undefined is no field. */
const asStored = (customer: Customer): unknown => JSON.parse(JSON.stringify(customer));
