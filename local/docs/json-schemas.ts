import * as z from 'zod';
import {
  type CataloguedDocument,
  cataloguedDocuments,
} from '../../shared/messages/catalog/catalogued-documents.ts';
import { type DocumentName, specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import { commandPayloads } from '../../shared/messages/command.ts';
import { contextFieldsSchema } from '../../shared/messages/context-update.ts';
import {
  compactJwe,
  correlation,
  identifier,
  instant,
  schemaVersion,
  upperCaseName,
} from '../../shared/messages/fields.ts';
import { securityContextSchema } from '../../shared/messages/security-context.ts';
import { describeFields, type JsonSchema } from './describe-fields.ts';

/** Schemas that a file names once, under `$defs`, and refers to. */
const named: Readonly<Record<string, z.ZodType>> = {
  identifier,
  instant,
  upperCaseName,
  compactJwe,
  schemaVersion,
  correlation,
  securityContext: securityContextSchema,
  contextFields: contextFieldsSchema,
  context: commandPayloads.SEND_EMAIL.shape.context.unwrap(),
  historyContext: commandPayloads.UPDATE_CONVERSATION_HISTORY.shape.context,
  ...commandPayloads,
};

const names = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(named)) names.add(schema, { id });

/** The JSON Schema (draft 2020-12) of a document, each field with what it is for; `$comment` is the rule as its rejection words it. */
export const jsonSchemaOf = (name: DocumentName): JsonSchema => {
  const document = cataloguedDocuments[name];
  const { $schema, ...schema } = z.toJSONSchema(document.schema, {
    target: 'draft-2020-12',
    io: 'input',
    metadata: names,
    override: ({ zodSchema, jsonSchema }) => {
      const rule = ruleOf(zodSchema);
      if (rule !== undefined) jsonSchema.$comment = rule;
    },
  });
  return {
    $schema,
    $id: schemaIdOf(document),
    title: name,
    description: document.description,
    ...describeFields(schema, document.scopes),
    examples: [specifiedDocuments[name]],
  };
};

/** The name by which other schemas refer to a document's; not an address that anybody serves. */
const schemaIdOf = ({ file }: CataloguedDocument): string => `urn:switchboard:schema:${file}`;

/** The words of ours with which a schema rejects, where it has some; those of a rule about a field below belong there. */
const ruleOf = ({ _zod: { def } }: z.core.$ZodTypes): string | undefined => {
  const checks: readonly z.core.$ZodCheck[] = def.checks ?? [];
  const own = checks.map((check) => check._zod.def).filter((check) => !('path' in check));
  const words = [def, ...own].map(({ error }) =>
    error?.({ code: 'custom', input: undefined, path: [] } as never),
  );
  return words.find((word): word is string => typeof word === 'string' && word !== '');
};
