import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { cataloguedMessages } from '../../../../local/docs/catalogued-messages.ts';
import { describeFields } from '../../../../local/docs/describe-fields.ts';
import { jsonSchemaOf } from '../../../../local/docs/json-schemas.ts';
import { cataloguedDocuments } from '../../../../shared/messages/catalog/catalogued-documents.ts';
import { parseMessage } from '../../../../shared/messages/parse-message.ts';
import { pathOf, specificationDocuments, withValueAt } from '../../../support/specification-documents.ts';

const validatorOf = (name: keyof typeof cataloguedDocuments) =>
  new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false }).compile(jsonSchemaOf(name));

/** Rules that compare two fields cannot be said in JSON Schema. */
const beyondJsonSchema = ['batchMessage.messageCount'];

describe('jsonSchemaOf', () => {
  for (const { name, schema, example, fields } of specificationDocuments) {
    it(`accepts and rejects what Switchboard does: ${name}`, () => {
      const validate = validatorOf(name);
      const documents = fields
        .filter((field) => !beyondJsonSchema.includes(field.name))
        .flatMap((field) => [
          withValueAt(example, pathOf(field), field.broken),
          withValueAt(example, pathOf(field), undefined),
        ]);

      expect(validate(example)).toBe(true);
      for (const document of [...documents, null, [], 'text', { ...Object(example), 'x-unknown': 1 }]) {
        expect([document, validate(document)]).toEqual([document, parseMessage(schema, document).ok]);
      }
    });
  }

  for (const { name, messageType, example } of cataloguedMessages) {
    it(`accepts the catalog's example: ${name}`, () => {
      expect(parseMessage(cataloguedDocuments[messageType].schema, example).ok).toBe(true);
      expect(validatorOf(messageType)(example)).toBe(true);
    });
  }
});

describe('describeFields', () => {
  it('refuses a field that nobody has written a text for', () => {
    const schema = { type: 'object', properties: { messageId: {}, colour: {} } };

    expect(() => describeFields(schema, ['COMMAND', 'envelope'])).toThrow('COMMAND.colour: has no text');
  });
});
