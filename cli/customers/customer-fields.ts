import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import * as z from 'zod';
import { identifier, instant } from '../../shared/messages/fields.ts';
import { type Parsed, parseMessage } from '../../shared/messages/parse-message.ts';

const text = z.string().trim().min(1, 'must not be empty').max(400, 'must have at most 400 characters');

/** Whether `Intl` knows a name: it throws on others. */
const isKnown = (make: () => unknown): boolean => {
  try {
    make();
    return true;
  } catch {
    return false;
  }
};

const zone = text.refine(
  (value) => isKnown(() => new Intl.DateTimeFormat('en', { timeZone: value })),
  'must be an IANA time zone such as Europe/Berlin',
);
const locale = text.refine(
  (value) => isKnown(() => Intl.getCanonicalLocales(value)),
  'must be a BCP 47 tag such as de-DE',
);

/** A phone number, made E.164; one without a country code is one of `country`. */
const phoneNumber = (country: CountryCode | undefined) =>
  text.transform((value, context) => {
    const number = parsePhoneNumberFromString(value, country);
    if (number?.isPossible()) return number.number as string;
    context.addIssue({
      code: 'custom',
      message: 'must be a phone number, with its country code or with --country',
    });
    return z.NEVER;
  });

const evidence = {
  recordedBy: identifier.default('customer-import'),
  at: instant,
  wording: z.string().min(1).max(4000).optional(),
  source: identifier.default('import'),
};

const rowSchema = (country: CountryCode | undefined) =>
  z.strictObject(
    {
      customerId: identifier,
      name: text.optional(),
      email: z.email('must be an e-mail address').max(254).optional(),
      sms: phoneNumber(country).optional(),
      phone: phoneNumber(country).optional(),
      /** Addresses of further channels; those of known ones have fields of their own. */
      addresses: z.record(identifier, text).optional(),
      zone: zone.optional(),
      locale: locale.optional(),
      preferredChannel: identifier.optional(),
      attributes: z.record(identifier, z.unknown()).optional(),
      consents: z
        .array(z.strictObject({ channel: identifier, purpose: identifier, given: z.boolean(), ...evidence }))
        .max(50)
        .optional(),
    },
    { error: (issue) => (issue.code === 'unrecognized_keys' ? 'has a field that is not known' : undefined) },
  );

/** What a file, or a command line, says of a customer. A field that is absent says nothing. */
export type CustomerRow = z.infer<ReturnType<typeof rowSchema>>;

/** Reads what somebody wrote of a customer; each broken rule names its field and never the value. */
export const parseRow = (raw: unknown, country: CountryCode | undefined): Parsed<CustomerRow> =>
  parseMessage(schemaFor(country), raw);

const schemas = new Map<CountryCode | undefined, ReturnType<typeof rowSchema>>();

const schemaFor = (country: CountryCode | undefined): z.ZodType<CustomerRow> => {
  const schema = schemas.get(country) ?? rowSchema(country);
  schemas.set(country, schema);
  return schema;
};

/** The country of a two-letter code, in either case; `undefined` for another text. */
export const countryOf = (code: string): CountryCode | undefined => {
  const upper = code.toUpperCase();
  return isSupportedCountry(upper) ? upper : undefined;
};
