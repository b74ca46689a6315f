import * as z from 'zod';
import type { Item } from '../../security/adapters/read-items.ts';
import type { PersonalCipher } from '../../security/personal-cipher.ts';
import type { Customer, Evidence } from '../customer.ts';

/** The sort key of a customer's own item; rows of the address index have the customer's id there. */
export const PROFILE = 'profile';

/** The primary key of a customer's item. */
export const customerKey = (customerId: string) => ({
  id: { S: `customer#${customerId}` },
  part: { S: PROFILE },
});

/** The id of a customer's item, without its table's prefix. */
export const customerIdOf = (item: Item): string => (item['id']?.S ?? '').replace(/^customer#/, '');

const text = z.string().optional();
const evidence = z.object({ recordedBy: z.string(), at: z.string(), source: z.string() });

/** What may be read without the customer's key. */
const openSchema = z.object({
  zone: text,
  locale: text,
  preferredChannel: text,
  consents: z.array(evidence.extend({ channel: z.string(), purpose: z.string(), given: z.boolean() })),
  suppressions: z.array(
    evidence.extend({
      channel: z.string(),
      reason: z.enum(['OPTED_OUT', 'HARD_BOUNCE', 'COMPLAINT', 'PROVIDER_LIST', 'OPERATOR', 'WRONG_PERSON']),
    }),
  ),
});

/** What may not. Wordings are in the order of the evidence that they belong to. */
const personalSchema = z.object({
  name: text,
  addresses: z.record(z.string(), z.string()),
  attributes: z.record(z.string(), z.unknown()),
  consentWordings: z.array(z.string().nullable()),
  suppressionWordings: z.array(z.string().nullable()),
});

const itemSchema = z.object({
  version: z.object({ N: z.coerce.number() }),
  body: z.object({ S: z.string() }),
  personal: z.object({ S: z.string() }),
  addressRows: z.object({ SS: z.array(z.string()) }).optional(),
});

/** A customer as stored. */
export type StoredCustomer = {
  readonly customer: Customer;
  /** Ids of the customer's rows in the address index. */
  readonly addressRows: readonly string[];
  /** The personal fields as they are stored, where their key is gone: nobody can read them, and they stay as they are. */
  readonly unreadable?: string | undefined;
};

/** The item of a customer. Throws `CustomersUnavailableError`. */
export const toItem = async (
  { customer, addressRows, unreadable }: StoredCustomer,
  cipher: Pick<PersonalCipher, 'encrypt'>,
): Promise<Item> => {
  const { customerId, version, zone, locale, preferredChannel, name, addresses, attributes } = customer;
  const { consents, suppressions } = customer;
  const open = {
    zone,
    locale,
    preferredChannel,
    consents: consents.map(withoutWording),
    suppressions: suppressions.map(withoutWording),
  };
  const personal = {
    name,
    addresses,
    attributes,
    consentWordings: consents.map(wordingOf),
    suppressionWordings: suppressions.map(wordingOf),
  };
  return {
    ...customerKey(customerId),
    version: { N: String(version) },
    body: { S: JSON.stringify(open) },
    personal: { S: unreadable ?? (await cipher.encrypt(customerId, personal)) },
    ...(addressRows.length === 0 ? {} : { addressRows: { SS: [...addressRows] } }),
  };
};

/**
 * Reads a customer's item. Where the key is gone the customer has no name and no addresses any more, and is suppressed as
 * before. Throws `CustomersUnavailableError`, and a `ZodError` on an item that this store did not write.
 */
export const fromItem = async (
  item: Item,
  cipher: Pick<PersonalCipher, 'decrypt'>,
): Promise<StoredCustomer> => {
  const customerId = customerIdOf(item);
  const { version, body, personal: jwe, addressRows } = itemSchema.parse(item);
  const open = openSchema.parse(JSON.parse(body.S));
  const decrypted = await cipher.decrypt(customerId, jwe.S);
  const personal = decrypted === undefined ? NOTHING_LEFT : personalSchema.parse(decrypted);
  const { name, addresses, attributes, consentWordings, suppressionWordings } = personal;
  return {
    customer: {
      ...open,
      customerId,
      version: version.N,
      name,
      addresses,
      attributes,
      consents: open.consents.map((consent, at) => withWording(consent, consentWordings[at])),
      suppressions: open.suppressions.map((ban, at) => withWording(ban, suppressionWordings[at])),
    },
    addressRows: addressRows?.SS ?? [],
    unreadable: decrypted === undefined ? jwe.S : undefined,
  };
};

const NOTHING_LEFT: z.infer<typeof personalSchema> = {
  name: undefined,
  addresses: {},
  attributes: {},
  consentWordings: [],
  suppressionWordings: [],
};

const withoutWording = <E extends Evidence>({ wording: _, ...rest }: E) => rest;

const wordingOf = ({ wording }: Evidence): string | null => wording ?? null;

const withWording = <E extends Evidence>(of: E, wording: string | null | undefined): E =>
  wording === null || wording === undefined ? of : { ...of, wording };
