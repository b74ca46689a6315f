import type * as z from 'zod';
import { quickFormats } from './quick-formats.ts';

type Kind = z.core.$ZodTypes['_zod']['def']['type'];
type Def<K extends Kind> = Extract<z.core.$ZodTypes['_zod']['def'], { type: K }>;

/** What the lines of a check use by the names `c0`, `c1`, … */
type Constants = unknown[];

/** A schema has something of which no quick check is known. */
class NotQuickError extends Error {}

/**
 * Makes the quick check of a schema: `true` where the schema accepts a value and would give it back as it is, with nothing left
 * out and nothing filled in; `false` says nothing. Only for values that `JSON.parse` made. `undefined` where the schema has
 * something that is not known here. It is made as source text, as zod's own compiler makes its: so each field is read at a
 * place of its own, which is what makes it quick.
 */
export const quickCheckOf = <T>(schema: z.ZodType<T>): ((value: unknown) => value is T) | undefined => {
  try {
    const constants: Constants = [];
    const lines = linesOf(schema, 'value', constants);
    const names = constants.map((_, index) => `c${index}`);
    return new Function(...names, `return (value) => {\n${lines.join('\n')}\nreturn true;\n}`)(...constants);
  } catch (error) {
    if (error instanceof NotQuickError) return undefined;
    throw error;
  }
};

/** Lines that leave the check with `false` where `name`, a variable's, is not as the schema wants it. */
const linesOf = (schema: z.core.$ZodType, name: string, constants: Constants): readonly string[] => {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'unknown':
      return [];
    case 'literal':
      return [unlessOneOf(name, def.values)];
    case 'enum':
      return [unlessOneOf(name, Object.values(def.entries))];
    case 'string':
      return stringLines(def, name, constants);
    case 'number':
      return numberLines(def, name);
    case 'optional':
      return [`if (${name} !== undefined) {`, ...linesOf(def.innerType, name, constants), '}'];
    case 'default':
      return [unless(`${name} !== undefined`), ...linesOf(def.innerType, name, constants)]; // else zod fills it in
    case 'object':
      return objectLines(def, name, constants);
    case 'record':
      return recordLines(def, name);
    case 'array':
      return arrayLines(def, name, constants);
    case 'union':
      return unionLines(def, name, constants);
    default:
      throw new NotQuickError();
  }
};

const unless = (condition: string): string => `if (!(${condition})) return false;`;

const constantOf = (value: unknown, constants: Constants): string => `c${constants.push(value) - 1}`;

const unlessOneOf = (name: string, values: readonly unknown[]): string => {
  if (!values.every((value) => typeof value === 'string' || typeof value === 'number'))
    throw new NotQuickError();
  return unless(values.map((value) => `${name} === ${JSON.stringify(value)}`).join(' || '));
};

type Check = z.core.$ZodChecks['_zod']['def'];

const checksOf = ({ checks = [] }: { readonly checks?: z.core.$ZodCheck<never>[] }): readonly Check[] =>
  checks.map((check) => (check as unknown as z.core.$ZodChecks)._zod.def);

/** Formats of texts that are no more than a pattern. */
const patterned: ReadonlySet<string> = new Set(['regex', 'uuid', 'datetime']);

const stringLines = (def: Def<'string'>, name: string, constants: Constants): readonly string[] => {
  const own = 'format' in def ? [def as unknown as Check] : []; // a schema such as `z.uuid()` is its own check
  return [
    unless(`typeof ${name} === "string"`),
    ...[...own, ...checksOf(def)].map((check) => {
      if (check.check === 'max_length') return unless(`${name}.length <= ${check.maximum}`);
      // Zod counts code points, each of which is one or two of the units that are counted here.
      if (check.check === 'min_length') return unless(`${name}.length >= ${2 * check.minimum}`);
      if (check.check !== 'string_format' || !patterned.has(check.format) || !check.pattern)
        throw new NotQuickError();
      const quick = quickFormats.get(check.pattern.source);
      const test = quick ? constantOf(quick, constants) : `${constantOf(check.pattern, constants)}.test`;
      return unless(`${test}(${name})`);
    }),
  ];
};

const numberLines = (def: Def<'number'>, name: string): readonly string[] => {
  if (!('format' in def) || def.format !== 'safeint') throw new NotQuickError();
  const bounds = checksOf(def).map((check) => {
    const equal = 'inclusive' in check && check.inclusive ? '=' : '';
    if (check.check === 'greater_than') return unless(`${name} >${equal} ${Number(check.value)}`);
    if (check.check === 'less_than') return unless(`${name} <${equal} ${Number(check.value)}`);
    throw new NotQuickError();
  });
  return [unless(`Number.isSafeInteger(${name})`), ...bounds];
};

/** An object of JSON without a key `__proto__`: zod leaves that out, and it would hide what is asked for here. */
const unlessPlain = (name: string): string =>
  unless(`typeof ${name} === "object" && ${name} !== null && ${name}.__proto__ === Object.prototype`);

const isOpen = (schema: z.core.$ZodType | undefined): boolean => schema?._zod.def.type === 'unknown';

const objectLines = (def: Def<'object'>, name: string, constants: Constants): readonly string[] => {
  if (checksOf(def).length > 0 || (def.catchall && !isOpen(def.catchall))) throw new NotQuickError();
  const fields = Object.entries(def.shape).map(([key, schema]) => ({ key, schema, field: `${name}_${key}` }));
  if (!fields.every(({ field }) => /^\w+$/.test(field))) throw new NotQuickError();
  const present = fields.map(({ field }) => `(${field} === undefined ? 0 : 1)`);
  return [
    unlessPlain(name),
    ...fields.flatMap(({ key, schema, field }) => [
      `const ${field} = ${name}.${key};`,
      ...linesOf(schema, field, constants),
    ]),
    // Without a catchall zod leaves out what it does not know.
    ...(def.catchall ? [] : [unless(`Object.keys(${name}).length === ${['0', ...present].join(' + ')}`)]),
  ];
};

const recordLines = (def: Def<'record'>, name: string): readonly string[] => {
  const key = def.keyType._zod.def;
  const isChecked = checksOf(def).length + checksOf(key).length > 0;
  if (isChecked || key.type !== 'string' || 'format' in key || !isOpen(def.valueType))
    throw new NotQuickError();
  return [unlessPlain(name)];
};

const arrayLines = (def: Def<'array'>, name: string, constants: Constants): readonly string[] => {
  const bounds = checksOf(def).map((check) => {
    if (check.check !== 'max_length') throw new NotQuickError();
    return unless(`${name}.length <= ${check.maximum}`);
  });
  const item = `${name}_item`;
  const items = linesOf(def.element, item, constants);
  const loop = items.length === 0 ? [] : [`for (const ${item} of ${name}) {`, ...items, '}'];
  return [unless(`Array.isArray(${name})`), ...bounds, ...loop];
};

/** Members of different kinds only: of two that accept a value, the one that zod takes might change it. */
const unionLines = (def: Def<'union'>, name: string, constants: Constants): readonly string[] => {
  const kinds = def.options.map(
    ({
      _zod: {
        def: { type },
      },
    }) => (type === 'record' ? 'object' : type),
  );
  if (new Set(kinds).size < kinds.length || checksOf(def).length > 0) throw new NotQuickError();
  if (!kinds.every((kind) => ['object', 'array', 'string'].includes(kind))) throw new NotQuickError();
  const members = def.options.map((option) => quickCheckOf(option as z.ZodType));
  if (!members.every((member) => member !== undefined)) throw new NotQuickError();
  return [unless(members.map((member) => `${constantOf(member, constants)}(${name})`).join(' || '))];
};
