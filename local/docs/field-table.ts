import type { DocumentName } from '../../shared/messages/catalog/specified-documents.ts';
import { isSchema, type JsonSchema } from './describe-fields.ts';
import type { FieldRow } from './field-rows.ts';
import { jsonSchemaOf } from './json-schemas.ts';
import { code, table } from './markdown.ts';

/** Fields as a table. */
export const fieldTable = (rows: readonly FieldRow[]): string =>
  table(
    ['field', 'must be', 'what for'],
    rows.map(({ path, isRequired, rule, text }) => [
      `${code(path)}${isRequired ? '' : ' (optional)'}`,
      rule,
      text,
    ]),
  );

/** A definition out of a document's schema, with all others beside it. */
export const definitionOf = (document: DocumentName, name: string): JsonSchema => {
  const { $defs } = jsonSchemaOf(document);
  const found = isSchema($defs) ? $defs[name] : undefined;
  if (!isSchema(found)) throw new Error(`${name}: is not in the schema of ${document}`);
  return { ...found, $defs };
};
