import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jweExample } from '../../../shared/messages/catalog/command-examples.ts';
import { messageSchema } from '../../../shared/messages/message.ts';
import { parseMessage } from '../../../shared/messages/parse-message.ts';
import {
  pathOf,
  pathsIn,
  specificationDocuments,
  withValueAt,
} from '../../support/specification-documents.ts';

const CANARY = 'CANARY ada@example.com';

for (const { name: document, schema, example, fields } of specificationDocuments) {
  describe(document, () => {
    it("accepts the specification's own example and changes nothing in it", () => {
      expect(parseMessage(schema, example)).toEqual({ ok: true, value: example });
    });

    it('has a case for each field of the example, and no other', () => {
      expect(fields.map(pathOf).sort()).toEqual([...pathsIn(example)].sort());
    });

    for (const field of fields) {
      const { name, broken, isOptional } = field;
      const path = pathOf(field);
      it(`checks the field: ${name}`, () => {
        const parsed = parseMessage(schema, withValueAt(example, path, broken));

        expect(parsed).toEqual({ ok: false, issues: [{ path, rule: expect.stringMatching(/\w+ \w+/) }] });
      });

      // An entry of a list is not missed.
      if (path.endsWith('.0')) continue;
      it(`${isOptional ? 'goes without' : 'demands'}: ${name}`, () => {
        const parsed = parseMessage(schema, withValueAt(example, path, undefined));

        expect(parsed.ok ? [] : parsed.issues.map((issue) => issue.path)).toEqual(isOptional ? [] : [path]);
      });
    }

    it('lets unknown fields survive at every level', () => {
      const objects = ['', ...pathsIn(example).filter((path) => isObject(at(example, path)))];
      const place = fc.constantFrom(...objects);
      const unknownName = fc.stringMatching(/^x-[a-z]{1,20}$/);
      fc.assert(
        fc.property(place, unknownName, fc.jsonValue({ maxDepth: 3 }), (path, name, value) => {
          const extended = withValueAt(example, path === '' ? name : `${path}.${name}`, value ?? 0);

          expect(parseMessage(schema, extended)).toEqual({ ok: true, value: extended });
        }),
        { numRuns: 300 },
      );
    });

    it('never echoes a value, whatever stands in whichever field', () => {
      const place = fc.constantFrom(...pathsIn(example));
      const value = fc.constantFrom<unknown>(
        CANARY,
        [CANARY],
        { [CANARY]: CANARY },
        { [CANARY]: { [CANARY]: 1n } },
        { ...(isObject(example) ? example : {}), [CANARY]: CANARY },
      );
      fc.assert(
        fc.property(place, value, (path, bad) => {
          const parsed = parseMessage(schema, withValueAt(example, path, bad));

          expect(JSON.stringify(parsed.ok ? [] : parsed.issues)).not.toContain('CANARY');
        }),
        { numRuns: 300 },
      );
    });

    it('answers every JSON value with a document or with issues, and never throws', () => {
      fc.assert(
        fc.property(fc.jsonValue(), (value) => {
          const parsed = parseMessage(schema, value);

          expect(parsed.ok || parsed.issues.length > 0).toBe(true);
        }),
        { numRuns: 300 },
      );
    });
  });
}

describe('the messages of the bus', () => {
  const messages = specificationDocuments.filter(({ name }) => /^[A-Z_]+$/.test(name));
  const securityContext = {
    agentId: 'email-agent-001',
    certificate: 'agent-cert-001',
    permissions: ['SEND_EMAIL'],
    tokenExpiry: '2024-01-15T12:00:00Z',
  };

  for (const { name, schema, example } of messages) {
    it(`may say their edition and who acts: ${name}`, () => {
      const signed = { ...Object(example), schemaVersion: '1.0', securityContext };

      expect(parseMessage(schema, signed)).toEqual({ ok: true, value: signed });
      for (const [path, broken] of [
        ['schemaVersion', 'one'],
        ['securityContext.tokenExpiry', 'soon'],
      ] as const) {
        expect(parseMessage(schema, withValueAt(signed, path, broken))).toMatchObject({ issues: [{ path }] });
      }
    });
  }

  it('are told apart by their messageType', () => {
    for (const { name, example } of messages) {
      expect(messageSchema.safeParse(example).data).toEqual(example);
      const others = messages.filter((other) => other.name !== name).map((other) => other.name);
      for (const messageType of [...others, 'QUERY', undefined]) {
        expect(parseMessage(messageSchema, { ...Object(example), messageType }).ok).toBe(false);
      }
    }
  });

  it('demand a whole number of hops that is not negative', () => {
    for (const { schema, example } of messages) {
      const withHops = (hops: unknown) => parseMessage(schema, { ...Object(example), correlation: { hops } });

      expect([withHops(0).ok, withHops(17).ok]).toEqual([true, true]);
      for (const hops of [-1, 1.5, '1', 1e9]) {
        expect(withHops(hops)).toMatchObject({ ok: false, issues: [{ path: 'correlation.hops' }] });
      }
    }
  });

  const personalFields = [
    ['COMMAND', 'command.context.customerData', { email: 'ada@example.com' }],
    ['COMMAND', 'command.context.conversationHistory', [{ said: 'hello' }]],
    ['EVENT', 'event.metadata.recipientResponse', { text: 'yes' }],
    ['CONTEXT_UPDATE', 'contextUpdate.updates', { sentiment: 'neutral' }],
  ] as const;

  for (const [name, path, plain] of personalFields) {
    it(`take personal data in the clear or as a compact JWE, and no other text: ${path}`, () => {
      const { schema, example } = messages.find((message) => message.name === name) ?? { schema: undefined };
      if (schema === undefined) throw new Error(name);

      expect(parseMessage(schema, withValueAt(example, path, plain)).ok).toBe(true);
      expect(parseMessage(schema, withValueAt(example, path, jweExample)).ok).toBe(true);
      for (const text of ['ada@example.com', 'five.words.with.dots.between', `${jweExample}.more`, '']) {
        expect(parseMessage(schema, withValueAt(example, path, text))).toMatchObject({
          ok: false,
          issues: [{ path }],
        });
      }
    });
  }
});

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const at = (document: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], document);
