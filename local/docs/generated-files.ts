import { cataloguedDocuments } from '../../shared/messages/catalog/catalogued-documents.ts';
import type { DocumentName } from '../../shared/messages/catalog/specified-documents.ts';
import { asyncApi } from './asyncapi.ts';
import { jsonSchemaOf } from './json-schemas.ts';
import { messageCatalog } from './message-catalog.ts';

/** The files that are made of the schemas, by their path below the root. */
export const generatedFiles = (): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    (Object.keys(cataloguedDocuments) as DocumentName[]).map((name) => [
      `docs/schemas/${cataloguedDocuments[name].file}.schema.json`,
      toJson(jsonSchemaOf(name)),
    ]),
  ),
  'docs/asyncapi.json': toJson(asyncApi()),
  'docs/message-catalog.md': messageCatalog(),
});

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
