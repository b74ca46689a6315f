import { schemasWithoutId } from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { asyncApi } from '../../../../local/docs/asyncapi.ts';
import { isSchema, type JsonSchema } from '../../../../local/docs/describe-fields.ts';
import { generatedFiles } from '../../../../local/docs/generated-files.ts';
import { batchMemberSchema, isBatch, wholeBatchSchema } from '../../../../shared/messages/batch-message.ts';
import { commandTypeTable, eventTypeTable } from '../../../../shared/messages/message-types.ts';

const document = asyncApi();
const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
  Object(schemasWithoutId['3.0.0']),
);

const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((found, key) => (isSchema(found) ? found[key] : undefined), value);

/** Every `$ref` in a JSON value. */
const refsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [child] : refsIn(child),
  );
};

describe('asyncApi', () => {
  it("is an AsyncAPI document by AsyncAPI's own schema", () => {
    validate(document);

    expect(validate.errors).toBeNull();
    expect(validate({ ...document, operations: { eat: { action: 'eat' } } })).toBe(false);
  });

  it('has a message for every type, and an operation for each that Switchboard receives or sends', () => {
    const types = [...Object.keys(commandTypeTable), ...Object.keys(eventTypeTable)];
    const names = [...types, 'CONTEXT_UPDATE', 'BATCH'];
    const operations = Object.keys(Object(document['operations']));

    expect(Object.keys(Object(at(document, 'components', 'messages')))).toEqual(names);
    for (const type of Object.keys(commandTypeTable)) expect(operations).toContain(`receive_${type}`);
    expect(operations).toEqual(
      expect.arrayContaining([
        'receive_CONTEXT_UPDATE',
        'receive_BATCH',
        'receive_SYSTEM_FAILURE',
        'send_EMAIL_SENT',
      ]),
    );
    expect(operations).not.toContain('send_SYSTEM_FAILURE');
  });

  it('shows a batch that the front door takes whole', () => {
    const [example] = Object(at(document, 'components', 'messages', 'BATCH', 'examples'));
    const taken = wholeBatchSchema.safeParse(example.payload);

    expect(taken.error).toBeUndefined();
    expect(isBatch(example.payload)).toBe(true);
    for (const member of taken.data?.batchMessage.messages ?? []) batchMemberSchema.parse(member);
  });

  it('refers only to what is there', () => {
    const files = generatedFiles();
    const resolve = (reference: string): unknown => {
      const [file = '', pointer = ''] = reference.split('#');
      const text = files[`docs/${file.replace('./', '')}`];
      const root: JsonSchema = file === '' ? document : text === undefined ? {} : JSON.parse(text);
      return text === undefined && file !== '' ? undefined : at(root, ...pointer.split('/').slice(1));
    };
    const references = refsIn(document);

    expect(references.length).toBeGreaterThan(100);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });
});
