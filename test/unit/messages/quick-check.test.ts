import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { laneMessageSchema } from '../../../shared/lanes/lane-message.ts';
import { cataloguedDocuments } from '../../../shared/messages/catalog/catalogued-documents.ts';
import { commandExample, jweExample } from '../../../shared/messages/catalog/command-examples.ts';
import {
  type DocumentName,
  specifiedDocuments,
} from '../../../shared/messages/catalog/specified-documents.ts';
import { commandPayloads } from '../../../shared/messages/command.ts';
import { identifier, instant } from '../../../shared/messages/fields.ts';
import { type CommandType, contactCommandTypes } from '../../../shared/messages/message-types.ts';
import { quickCheckOf } from '../../../shared/messages/quick-check.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { mutatedJson } from '../../support/mutated-json.ts';

/** A lane's message that has every field which one may have. */
const whole = () => {
  const message = aSendEmailCommand({ scheduledFor: '2024-01-15T11:00:00+01:00' });
  return {
    ...aLaneMessage(message),
    putAt: 1_700_000_000_000,
    queuedAt: 1_700_000_000_001,
    fellFrom: ['sms', 'phone'],
    deferred: { times: 1, since: 1_700_000_000_000 },
    large: { key: `email/id/${'k'.repeat(43)}` },
    message: {
      ...message,
      schemaVersion: '1.0',
      command: {
        ...message.command,
        expiresAt: '2024-02-29T11:00:00.5Z',
        context: { customerData: jweExample },
      },
      correlation: {
        ...message.correlation,
        hops: 3,
        batchId: 'batch-1',
        batchMember: 49,
        awaitedBy: 'saga:x',
      },
      securityContext: {
        agentId: 'coordinator',
        certificate: 'cert-1',
        permissions: ['SEND_EMAIL'],
        tokenExpiry: '2024-01-15T11:00:00Z',
      },
    },
  };
};

const contacts = contactCommandTypes.map((type) => {
  const message = aSendEmailCommand();
  return aLaneMessage({ ...message, command: { ...message.command, type } });
});

const check = (schema: z.ZodType) => {
  const quick = quickCheckOf(schema);
  if (quick === undefined) throw new Error('there is no quick check');
  return quick;
};

/** How many of many mutated documents the quick check takes; each of these zod takes as it is. */
const takenOf = (schema: z.ZodType, examples: readonly unknown[], numRuns: number): number => {
  const quick = check(schema);
  let taken = 0;
  fc.assert(
    fc.property(mutatedJson(examples), (document) => {
      if (!quick(document)) return;
      taken += 1;
      const { success, data } = schema.safeParse(document);
      if (!success || !isDeepStrictEqual(data, document)) throw new Error(JSON.stringify(document));
    }),
    { numRuns },
  );
  return taken;
};

/** All that is in the catalog of messages and has a quick check, with an example. */
const quickSchemas = (): [name: string, schema: z.ZodType, example: unknown][] => {
  const commands = Object.entries(commandPayloads).map(([type, schema]): [string, z.ZodType, unknown] => [
    type,
    schema,
    commandExample(type as CommandType).command,
  ]);
  const documents = Object.entries(cataloguedDocuments).map(
    ([name, { schema }]): [string, z.ZodType, unknown] => [
      name,
      schema,
      specifiedDocuments[name as DocumentName],
    ],
  );
  return [...commands, ...documents].filter(([, schema]) => quickCheckOf(schema) !== undefined);
};

describe('quickCheckOf', () => {
  it('takes what a lane holds: each contact, and a message with every field', () => {
    const documents: unknown[] = JSON.parse(JSON.stringify([...contacts, whole()]));

    for (const document of documents)
      expect([check(laneMessageSchema)(document), document]).toEqual([true, document]);
  });

  it('takes nothing that zod refuses or would change: 100,000 mutated messages of a lane', () => {
    const taken = takenOf(laneMessageSchema, [...contacts, whole()], 100_000);

    expect(taken).toBeGreaterThan(10_000); // else it would say nothing
  });

  it.each(quickSchemas())('takes nothing that zod refuses or would change: %s', (_, schema, example) => {
    expect(takenOf(schema, [example], 3000)).toBeGreaterThan(100);
  });

  it('leaves a key to zod that it leaves out: unknown ones where it does, and __proto__', () => {
    const lane = JSON.stringify(aLaneMessage());
    const within = (key: string, text: string) => JSON.parse(text.replace(key, `${key}"__proto__":{"a":1},`));

    expect(check(laneMessageSchema)(JSON.parse(lane))).toBe(true);
    expect(check(laneMessageSchema)({ ...JSON.parse(lane), more: 1 })).toBe(false);
    for (const key of ['{', '"message":{', '"command":{', '"customerData":{', '"correlation":{'])
      expect([key, check(laneMessageSchema)(within(key, lane))]).toEqual([key, false]);
  });

  it.each([
    ['an identifier', identifier, 'cust-456'],
    ['a UUID', z.uuid(), '0b0a7e5c-5f6e-4c0e-9a57-3f1f4d5c6b7a'],
    ['a moment', instant, '2024-01-28T23:59:59.5Z'],
  ])('tells each character of %s as zod does', (_, schema, text) => {
    const characters = Array.from({ length: 300 }, (_, code) => String.fromCharCode(code));
    const others = [...characters, 'İ', '\u2028', '\uff10', ''];
    const changed = Array.from({ length: text.length + 1 }, (_, at) =>
      others.map((other) => text.slice(0, at) + other + text.slice(at + 1)),
    ).flat();

    const differing = changed.filter((each) => check(schema)(each) !== schema.safeParse(each).success);

    expect(differing).toEqual([]);
  });

  it.each<[what: string, schema: z.ZodType]>([
    ['rules of its own', z.string().refine((text) => text !== 'x')],
    ['rules about an object', z.looseObject({}).refine(() => false)],
    ['changes of a value', z.string().transform((text) => text.length)],
    ['trimming', z.string().trim()],
    ['a format that is more than a pattern', z.jwt()],
    ['a part of a text', z.string().startsWith('x')],
    ['numbers with fractions', z.number()],
    ['steps', z.int().multipleOf(2)],
    ['a least length of a list', z.array(z.string()).min(1)],
    ['no unknown keys', z.strictObject({})],
    ['unknown keys of one kind', z.object({}).catchall(z.string())],
    ['keys that are checked', z.record(z.string().regex(/x/), z.unknown())],
    ['keys with a format', z.record(z.uuid(), z.unknown())],
    ['values that are checked', z.record(z.string(), z.string())],
    ['two kinds of object', z.union([z.object({ a: z.string() }), z.looseObject({ b: z.string() })])],
    ['two kinds of text', z.union([z.uuid(), z.string()])],
    ['what may be null', z.string().nullable()],
    ['dates', z.date()],
    ['a part that is not known', z.looseObject({ a: z.object({ b: z.coerce.number() }).optional() })],
  ])('does not pretend to know %s', (_, schema) => {
    expect(quickCheckOf(schema)).toBeUndefined();
  });

  it('leaves to zod what zod fills in', () => {
    expect(check(z.object({ a: z.string().optional().default('x') }))({})).toBe(false);
  });

  it('counts half of a length at least, where zod counts characters of two units as one', () => {
    const schema = z.string().min(2);

    expect([check(schema)('😀'), schema.safeParse('😀').success]).toEqual([false, false]);
    expect(check(schema)('four')).toBe(true);
  });
});
