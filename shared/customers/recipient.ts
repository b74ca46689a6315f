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
  carried: Readonly<Record<string, unknown>> = {},
): Recipient => {
  const { email, sms, phone, addresses, zone, locale } = carriedSchema.parse(carried);
  const own = Object.entries({ email, sms, phone }).flatMap(([channel, address]) =>
    address === undefined ? [] : [[channel, address] as const],
  );
  const allAddresses: Record<string, string> = {
    ...stored?.addresses,
    ...addresses,
    ...Object.fromEntries(own),
  };
  return {
    customerId,
    addresses: allAddresses,
    zone: zone ?? stored?.zone,
    storedZone: stored?.zone,
    locale: locale ?? stored?.locale,
    suppressions: stored?.suppressions ?? [],
    consents: stored?.consents ?? [],
    values: {
      ...stored?.attributes,
      ...(stored?.name === undefined ? {} : { name: stored.name }),
      ...allAddresses,
      ...carried,
    },
  };
};
