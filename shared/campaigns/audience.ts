import type { Customer } from '../customers/customer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import { readFilePage } from './audience-file.ts';
import { type AudienceFiles, type AudiencePage, memberAt, PAGE_MEMBERS, toPage } from './audience-page.ts';
import type { AudienceQuery, CampaignDefinition } from './campaign-definition.ts';

export type AudienceDeps = {
  readonly files: AudienceFiles;
  readonly customers: Pick<CustomerStore, 'get' | 'list'>;
};

/**
 * Reads the page of an audience that begins at a cursor, or the first one. Only a file can name a customer on two of its pages:
 * who reads it finds that out. `undefined` where the file is gone. Throws retryable errors.
 */
export const readAudience = (
  { customers, file, query }: CampaignDefinition['audience'],
  cursor: string | undefined,
  deps: AudienceDeps,
): Promise<AudiencePage | undefined> => {
  if (file !== undefined) return readFilePage(file, cursor, deps.files);
  return query === undefined
    ? Promise.resolve(namedPage(customers ?? [], Number(cursor ?? 0)))
    : queryPage(query, cursor, deps.customers);
};

const namedPage = (named: readonly unknown[], from: number): AudiencePage => {
  const first = new Map<unknown, number>();
  for (const [index, id] of named.entries()) if (!first.has(id)) first.set(id, index);
  const lines = named.slice(from, from + PAGE_MEMBERS).map((value, index) => {
    const place = from + index + 1;
    const before = (first.get(value) ?? 0) + 1;
    const member = memberAt(place, value);
    return 'rule' in member || before === place ? member : { place, rule: twiceAt(before) };
  });
  const next = from + PAGE_MEMBERS;
  return toPage(lines, next < named.length ? String(next) : undefined);
};

/** What is said of a member that was there before. */
export const twiceAt = (place: number): string => `is a member already, at place ${place}`;

/** Places say nothing in what is found by a query; each customer is found once. */
const queryPage = async (
  query: AudienceQuery,
  cursor: string | undefined,
  customers: AudienceDeps['customers'],
): Promise<AudiencePage> => {
  const { customerIds, next } = await customers.list(PAGE_MEMBERS, cursor);
  const found = await customers.get(customerIds);
  const members = customerIds
    .flatMap((id) => found.get(id) ?? [])
    .filter((customer) => isAsked(customer, query))
    .map(({ customerId }) => ({ customerId, place: 0 }));
  return { members, issues: [], ...(next === undefined ? {} : { next }) };
};

/** Whether a customer is one of those that a query asks for. */
export const isAsked = (customer: Customer, query: AudienceQuery): boolean => {
  const { consent, preferredChannel, locale, zone, attributes = {} } = query;
  const isEqual = (asked: unknown, own: unknown) => asked === undefined || asked === own;
  return (
    isEqual(preferredChannel, customer.preferredChannel) &&
    isEqual(locale, customer.locale) &&
    isEqual(zone, customer.zone) &&
    (consent === undefined || hasConsent(customer, consent)) &&
    Object.entries(attributes).every(([name, value]) => customer.attributes[name] === value)
  );
};

const hasConsent = (
  { consents }: Customer,
  { channel, purpose }: NonNullable<AudienceQuery['consent']>,
): boolean => consents.some((given) => given.given && given.channel === channel && given.purpose === purpose);
