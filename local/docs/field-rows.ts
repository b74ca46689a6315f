import { isSchema, type JsonSchema } from './describe-fields.ts';

/** A field of a document as a line of a table. */
export type FieldRow = {
  /** Dotted; `[]` stands for the entries of a list. */
  readonly path: string;
  readonly isRequired: boolean;
  /** What it must be, in the words of its rejection where it has some. */
  readonly rule: string;
  readonly text: string;
};

/** The fields of a schema and of all below, in the schema's order. `stopAt` names definitions that are told elsewhere. */
export const fieldRows = (schema: JsonSchema, stopAt: readonly string[] = []): readonly FieldRow[] =>
  rowsBelow(schema, '', { definitions: asSchema(schema['$defs']), stopAt });

type Place = { readonly definitions: JsonSchema; readonly stopAt: readonly string[] };

const rowsBelow = (schema: JsonSchema, prefix: string, place: Place): readonly FieldRow[] => {
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(asSchema(schema['properties'])).flatMap(([name, value]) => {
    const field = asSchema(value);
    const path = `${prefix}${name}`;
    const text = typeof field['description'] === 'string' ? field['description'] : '';
    const row = { path, isRequired: required.includes(name), rule: ruleOf(field, place.definitions), text };
    return [row, ...rowsInside(field, path, place)];
  });
};

const rowsInside = (field: JsonSchema, path: string, place: Place): readonly FieldRow[] => {
  const name = referredTo(field);
  if (name !== undefined) {
    return place.stopAt.includes(name) ? [] : rowsInside(asSchema(place.definitions[name]), path, place);
  }
  if (isSchema(field['items'])) return rowsInside(field['items'], `${path}[]`, place);
  const members = Array.isArray(field['anyOf'])
    ? field['anyOf'].flatMap((member) => rowsInside(member, path, place))
    : [];
  return [...rowsBelow(field, `${path}.`, place), ...members];
};

const ruleOf = (field: JsonSchema, definitions: JsonSchema): string => {
  const name = referredTo(field);
  if (name !== undefined) return ruleOfNamed(name, asSchema(definitions[name]), definitions);
  const { $comment, const: only, anyOf } = field;
  const members = Array.isArray(anyOf) ? anyOf.map(asSchema) : [];
  const isNullable = members.some(({ type }) => type === 'null');
  const [member] = members.filter(({ type }) => type !== 'null');
  if (isNullable && member !== undefined) return `${ruleOf(member, definitions)}, or \`null\``;
  if (typeof $comment === 'string') return $comment.replace(/^must be /, '');
  if (typeof only === 'string') return `\`${only}\``;
  return ruleOfType(field);
};

/** Names whose rule is told once for all fields. */
export const namedRules = {
  identifier: 'an identifier',
  instant: 'a moment',
  upperCaseName: 'an upper-case name',
} as const;

const ruleOfNamed = (name: string, definition: JsonSchema, definitions: JsonSchema): string => {
  const names: Readonly<Record<string, string>> = namedRules;
  return names[name] ?? ruleOf(definition, definitions);
};

const ruleOfType = (field: JsonSchema): string => {
  const { type, format, enum: values, oneOf } = field;
  if (Array.isArray(values)) return `one of ${values.map((value) => `\`${value}\``).join(', ')}`;
  if (Array.isArray(oneOf)) return 'one of the payloads below';
  if (format === 'uuid') return 'a UUID';
  if (type === 'array') return `a list${rangeOf(field['minItems'], field['maxItems'])} entries`;
  if (type === 'string') return `text${rangeOf(field['minLength'], field['maxLength'])} characters`;
  if (type === 'integer') return `a whole number${rangeOf(field['minimum'], field['maximum'])}`;
  if (type === 'number') return `a number${rangeOf(field['minimum'], field['maximum'])}`;
  return type === 'boolean' ? '`true` or `false`' : 'an object';
};

const rangeOf = (least: unknown, most: unknown): string => {
  const isBound = typeof most === 'number' && most < Number.MAX_SAFE_INTEGER;
  if (typeof least === 'number') return isBound ? ` of ${least} to ${most}` : ` of ${least} or more`;
  return isBound ? ` of at most ${most}` : '';
};

const referredTo = ({ $ref }: JsonSchema): string | undefined =>
  typeof $ref === 'string' ? $ref.replace('#/$defs/', '') : undefined;

const asSchema = (value: unknown): JsonSchema => (isSchema(value) ? value : {});
