import * as z from 'zod';
import type { Customer } from './customer.ts';

/** The customer of one command as its agent sees it: what is stored, and over it what the command itself carries. */
export type Recipient = Pick<
  Customer,
  'customerId' | 'addresses' | 'locale' | 'zone' | 'suppressions' | 'consents'
> & {
  /** The zone that is stored of the customer: what a command carries changes no decision about the contact. */
  readonly storedZone?: string | undefined;
  /** What templates know as `customer`. */
  readonly values: Readonly<Record<string, unknown>>;
};

const text = z.string().max(400).optional().catch(undefined);

/** The fields of `customerData` that are more than values for templates. */
const carriedSchema = z.looseObject({
  email: text,
  sms: text,
  phone: text,
  addresses: z.record(z.string(), z.string()).optional().catch(undefined),
  zone: text,
  locale: text,
});

/** Makes a recipient of a stored customer and a command's own `customerData`; one of both must be there. */
export const recipientOf = (
  customerId: string,
  stored: Customer | undefined,
  carried?: Readonly<Record<string, unknown>>,
): Recipient => {
  const own = carried === undefined ? NOTHING : readCarried(carried);
  const addresses = { ...stored?.addresses, ...own.addresses };
  return {
    customerId,
    addresses,
    zone: own.zone ?? stored?.zone,
    storedZone: stored?.zone,
    locale: own.locale ?? stored?.locale,
    suppressions: stored?.suppressions ?? [],
    consents: stored?.consents ?? [],
    values: valuesOf(stored, addresses, carried),
  };
};

type Carried = Partial<Pick<Recipient, 'addresses' | 'zone' | 'locale'>>;

/** Most commands carry nothing. */
const NOTHING: Carried = {};

const readCarried = (carried: Readonly<Record<string, unknown>>): Carried => {
  const { addresses, zone, locale, ...read } = carriedSchema.parse(carried);
  const own: Record<string, string> = { ...addresses };
  for (const channel of ['email', 'sms', 'phone'] as const) {
    const address = read[channel];
    if (address !== undefined) own[channel] = address;
  }
  return { addresses: own, zone, locale };
};

const valuesOf = (
  stored: Customer | undefined,
  addresses: Readonly<Record<string, string>>,
  carried: Readonly<Record<string, unknown>> | undefined,
): Recipient['values'] => {
  const named = stored?.name === undefined ? stored?.attributes : { ...stored.attributes, name: stored.name };
  return { ...named, ...addresses, ...carried };
};
