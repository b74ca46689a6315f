import type { Consent, Customer, Suppression } from '../../shared/customers/customer.ts';
import { formatTable } from './format-table.ts';
import { visibleText } from './visible-text.ts';

/** A customer as text: what is stored, then consent and bans with their evidence. */
export const formatCustomer = (customer: Customer): readonly string[] => {
  const { customerId, version, name, addresses, zone, locale, preferredChannel, attributes } = customer;
  const fields: readonly (readonly [string, unknown])[] = [
    ['name', name],
    ...Object.entries(addresses),
    ['zone', zone],
    ['locale', locale],
    ['prefers', preferredChannel],
    ...Object.entries(attributes),
  ];
  return [
    `${customerId}, version ${version}`,
    ...formatFields(fields),
    ...customer.consents.map(formatConsent),
    ...customer.suppressions.map(formatSuppression),
  ];
};

/** Names and values below each other, indented; values that are no text as JSON, undefined ones left out. */
export const formatFields = (fields: readonly (readonly [string, unknown])[]): readonly string[] =>
  formatTable(
    ['', ''],
    fields.flatMap(([name, value]) => (value === undefined ? [] : [[visibleText(name), textOf(value)]])),
  )
    .slice(1)
    .map((line) => `  ${line}`);

const textOf = (value: unknown): string =>
  visibleText(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('\n', ' ');

const formatConsent = (consent: Consent): string =>
  `  ${consent.given ? 'agreed to' : 'refused'} ${consent.purpose} by ${consent.channel}, ${evidenceOf(consent)}`;

const formatSuppression = (ban: Suppression): string =>
  `  suppressed: ${ban.channel} ${ban.reason}, ${evidenceOf(ban)}`;

const evidenceOf = ({ at, source, recordedBy, wording }: Consent | Suppression): string =>
  `${at}, ${source}, recorded by ${recordedBy}${wording === undefined ? '' : `: “${textOf(wording)}”`}`;
