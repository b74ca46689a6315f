import { fieldTexts } from '../../shared/messages/catalog/field-texts.ts';
import { commandTypeTable } from '../../shared/messages/message-types.ts';

/** A JSON Schema as plain JSON. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** The schema with every field's text, which is looked up below its scopes. Throws on a field that has none. */
export const describeFields = (schema: JsonSchema, scopes: readonly string[]): JsonSchema => {
  const { $defs, ...rest } = within(schema, scopes);
  if (!isSchema($defs)) return rest;
  const described = Object.entries($defs).map(([name, definition]) => [
    name,
    isSchema(definition) ? within(definition, scopesOfDefinition(name)) : definition,
  ]);
  return { ...rest, $defs: Object.fromEntries(described) };
};

/** Command types share their fields' texts, and the one that demands a history those of its context. */
const scopesOfDefinition = (name: string): readonly string[] => {
  if (name === 'historyContext') return ['context'];
  return Object.hasOwn(commandTypeTable, name) ? [name, 'command'] : [name];
};

const within = (schema: JsonSchema, scopes: readonly string[]): JsonSchema => {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(isSchema(items) ? { items: within(items, scopes) } : {}),
    ...(isSchema(properties) ? { properties: describeProperties(properties, scopes) } : {}),
    ...variantsOf(schema, scopes),
  };
};

const describeProperties = (properties: JsonSchema, scopes: readonly string[]): JsonSchema =>
  Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const own = scopes.map((scope) => `${scope}.${name}`);
      return [name, isSchema(field) ? withText(within(field, own), own) : field];
    }),
  );

/** The members of `anyOf` describe the same place. */
const variantsOf = ({ anyOf }: JsonSchema, scopes: readonly string[]): JsonSchema =>
  Array.isArray(anyOf)
    ? { anyOf: anyOf.map((member: unknown) => (isSchema(member) ? within(member, scopes) : member)) }
    : {};

const withText = (field: JsonSchema, paths: readonly string[]): JsonSchema => {
  const text = paths.map((path) => fieldTexts[path]).find((found) => found !== undefined);
  if (text === undefined) {
    throw new Error(`${paths[0]}: has no text (shared/messages/catalog/field-texts.ts)`);
  }
  return { ...field, description: text };
};

/** Whether a value is an object of JSON. */
export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
