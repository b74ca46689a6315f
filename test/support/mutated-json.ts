import fc from 'fast-check';
import { jweExample } from '../../shared/messages/catalog/command-examples.ts';

/** Values at the edges of what fields may hold, and far beyond. */
const values: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 9, 10, 49, 50, 1.5, 1e21, 2 ** 53, 1_000_000, 1_000_001],
  ...['', 'a', 'ä', 'a b', '-a', 'a\n', ' a', 'a'.repeat(128), 'a'.repeat(129), 'x:y@z/+=._-', '😀', '😀😀'],
  ...['0b0a7e5c-5f6e-4c0e-9a57-3f1f4d5c6b7a', '0B0A7E5C-5F6E-1C0E-BA57-3F1F4D5C6B7A'],
  ...['0b0a7e5c-5f6e-9c0e-9a57-3f1f4d5c6b7a', '0b0a7e5c-5f6e-4c0e-7a57-3f1f4d5c6b7a'],
  ...['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
  ...[
    '2024-02-29T00:00:00Z',
    '2023-02-29T00:00:00Z',
    '2024-04-31T10:00:00Z',
    '2024-12-31T23:59:59.123456+14:00',
  ],
  ...[
    '2024-01-15T10:30Z',
    '2024-01-15T24:00:00Z',
    '2024-01-15T10:30:00',
    '2024-01-15T10:30:00Z\n',
    '2024-13-01T00:00:00Z',
  ],
  ...[
    'CRITICAL',
    'LOW',
    'high',
    'SEND_SMS',
    'SEND_FAX',
    'COMMAND',
    'PINNED',
    'POOL',
    '1.0',
    '12.50',
    'EUR',
    'A_1',
  ],
  ...[jweExample, 'eyJ.a.b.c.d', `email/x/${'k'.repeat(43)}`],
  ...[{}, { a: 1 }, [], ['a'], [{}], ['A_B', 'a b'], { times: 1, since: 2 }, { times: 1, since: 2, more: 3 }],
  ...[10, 11, 64, 65, 200, 201].map((length) => Array(length).fill('AB')),
];

/** Keys that objects get besides their own; the last ones are what every object answers to. */
const keys = ['x-unknown', 'choice', 'fellFrom', 'large', 'constructor', 'toString', '__proto__'];

const changes = fc.array(
  fc.record({
    at: fc.nat(),
    what: fc.constantFrom('replace', 'remove', 'add', 'character'),
    value: fc.constantFrom(...values),
    key: fc.constantFrom(...keys),
    character: fc.constantFrom(
      'a',
      'G',
      '0',
      '9',
      '-',
      '_',
      ':',
      '.',
      'Z',
      'T',
      ' ',
      '\n',
      'é',
      'İ',
      '\u2028',
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

type Change = (typeof changes extends fc.Arbitrary<infer C> ? C : never) extends readonly (infer One)[]
  ? One
  : never;

/** JSON documents that come of the examples by one to three changes each, as `JSON.parse` gives them. */
export const mutatedJson = (examples: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(fc.constantFrom(...examples.map((example) => JSON.stringify(example))), changes)
    .map(([text, made]) => {
      const document: unknown = JSON.parse(text);
      for (const change of made) applyTo(document, change);
      return JSON.parse(JSON.stringify(document));
    });

const applyTo = (document: unknown, { at, what, value, key, character }: Change): void => {
  const places = placesIn(document);
  const place = places[at % places.length];
  if (place === undefined) return;
  const [holder, own] = place;
  const old = holder[own];
  if (what === 'remove') delete holder[own];
  else if (what === 'replace') set(holder, own, value);
  else if (what === 'add') set(holder, key, value);
  else if (typeof old === 'string') set(holder, own, withCharacter(old, at, character));
};

/** A key of its own also where it is `__proto__`. */
const set = (holder: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, {
    value: structuredClone(value), // later changes are made in it
    enumerable: true,
    writable: true,
    configurable: true,
  });
};

const withCharacter = (text: string, at: number, character: string): string => {
  const place = at % (text.length + 1);
  return text.slice(0, place) + character + text.slice(place + 1);
};

const placesIn = (value: unknown): [Record<string, unknown>, string][] =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [
        [value as Record<string, unknown>, key],
        ...placesIn(inner),
      ]);
