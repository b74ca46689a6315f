import type { Issue, Parsed } from '../../shared/messages/parse-message.ts';

const PLAIN = ['customerId', 'name', 'email', 'sms', 'phone', 'zone', 'locale', 'preferredChannel'];
const EVIDENCE = ['consentAt', 'consentWording', 'consentSource', 'consentRecordedBy'];

/** What `--help` says of the columns. */
export const columnHelp = [
  'Columns of a CSV file, in any order, by its first line (an empty cell says nothing):',
  `  ${PLAIN.join(', ')}`,
  '  address.<channel>              the address on a further channel',
  '  attribute.<name>               a value for templates',
  '  consent.<channel>.<purpose>    yes or no, and for all of a row:',
  `  ${EVIDENCE.join(', ')}`,
  'A line of a JSON lines file has the fields customerId, name, email, sms, phone, addresses, zone, locale,',
  'preferredChannel, attributes and consents: [{ channel, purpose, given, at, wording, source, recordedBy }].',
].join('\n');

/** The columns of a file's first line, or what is wrong with them: by number, since a file without headings starts with a customer. */
export const readColumns = (headings: readonly string[]): Parsed<readonly string[]> => {
  const issues: Issue[] = headings.flatMap((heading, at) => {
    const path = `column ${at + 1}`;
    if (!isColumn(heading)) return [{ path, rule: 'is not known; --help names the columns' }];
    return headings.indexOf(heading) === at ? [] : [{ path, rule: 'is there twice' }];
  });
  if (!headings.includes('customerId')) issues.push({ path: 'customerId', rule: 'must be a column' });
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: headings };
};

const isColumn = (heading: string): boolean =>
  PLAIN.includes(heading) ||
  EVIDENCE.includes(heading) ||
  /^(address|attribute)\.[^.]+$/.test(heading) ||
  /^consent\.[^.]+\.[^.]+$/.test(heading);

/** The cells of a line as a row in the shape of JSON lines, unchecked but for what only CSV has. */
export const toRow = (columns: readonly string[], cells: readonly string[]): Parsed<unknown> => {
  if (cells.length !== columns.length) {
    return { ok: false, issues: [{ path: '', rule: `must have ${columns.length} cells` }] };
  }
  const filled = columns.flatMap((column, at) => (cells[at] ? [[column, cells[at]] as const] : []));
  const values = new Map(filled);
  const consents = filled.filter(([column]) => column.startsWith('consent.'));
  const issues = consents.filter(([, cell]) => !/^(yes|no)$/i.test(cell)).map(([path]) => notYesOrNo(path));
  if (consents.length > 0 && !values.has('consentAt')) {
    issues.push({ path: 'consentAt', rule: 'must say when, since the row holds consents' });
  }
  if (issues.length > 0) return { ok: false, issues };
  return {
    ok: true,
    value: {
      ...Object.fromEntries(filled.filter(([column]) => PLAIN.includes(column))),
      ...group('addresses', 'address.', filled),
      ...group('attributes', 'attribute.', filled),
      ...(consents.length === 0 ? {} : { consents: consents.map((cell) => toConsent(cell, values)) }),
    },
  };
};

const notYesOrNo = (path: string): Issue => ({ path, rule: 'must be yes or no' });

const group = (name: string, prefix: string, filled: readonly (readonly [string, string])[]) => {
  const own = filled.filter(([column]) => column.startsWith(prefix));
  return own.length === 0
    ? {}
    : { [name]: Object.fromEntries(own.map(([column, cell]) => [column.slice(prefix.length), cell])) };
};

const toConsent = ([column, cell]: readonly [string, string], values: ReadonlyMap<string, string>) => {
  const [, channel, purpose] = column.split('.');
  return {
    channel,
    purpose,
    given: cell.toLowerCase() === 'yes',
    at: values.get('consentAt'),
    wording: values.get('consentWording'),
    source: values.get('consentSource'),
    recordedBy: values.get('consentRecordedBy'),
  };
};
