import * as z from 'zod';

/** One rule that a message breaks: where, and which rule. Holds no value of the message. */
export type Issue = { readonly path: string; readonly rule: string };

/** A message that its schema accepts, or every rule that it breaks. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** The answer about a message that breaks one rule which no schema knows. */
export const broken = (
  path: string,
  rule: string,
): { readonly ok: false; readonly issues: readonly Issue[] } => ({
  ok: false,
  issues: [{ path, rule }],
});

const MOST_ISSUES = 20;

/**
 * Values that a schema checks before it is compiled. Compiling takes about 10 ms once and makes a check about three times as
 * fast: right for an environment that works, wrong for its start.
 */
const COMPILED_AFTER = 1000;

const uses = new WeakMap<z.ZodType, { count: number; schema: z.ZodType }>();

/** Checks an unknown value. Issues name path and rule and never the value, which may be personal. */
export const parseMessage = <T>(schema: z.ZodType<T>, value: unknown): Parsed<T> => {
  const result = fastest(schema).safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, issues: result.error.issues.flatMap(withinUnion).slice(0, MOST_ISSUES).map(toIssue) };
};

/** The same schema, compiled once it is used often; what it accepts and which issues it finds does not change. */
const fastest = <T>(schema: z.ZodType<T>): z.ZodType<T> => {
  const use = uses.get(schema) ?? { count: 0, schema };
  use.count += 1;
  if (use.count === 1) uses.set(schema, use);
  if (use.count === COMPILED_AFTER) use.schema = z.compile(schema);
  return use.schema as z.ZodType<T>; // the map's values have the type of their keys
};

/** Reads JSON text: the issue of a text that is none has the path of the place it came from. */
export const parseJson = (text: string, path: string): Parsed<unknown> => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return broken(path, 'must be JSON');
  }
};

/** What is broken inside a member of a union that the value is otherwise one of; else that it is none of them. */
const withinUnion = (issue: z.core.$ZodIssue): z.core.$ZodIssue[] => {
  if (issue.code !== 'invalid_union') return [issue];
  const member = issue.errors.find((inner) => inner.length > 0 && inner.every(({ path }) => path.length > 0));
  if (member === undefined) return [issue];
  return member.flatMap((inner) => withinUnion({ ...inner, path: [...issue.path, ...inner.path] }));
};

const toIssue = (issue: z.core.$ZodIssue): Issue => ({ path: safePath(issue.path), rule: issue.message });

/** Keys below a personal field are the sender's own words, so the path ends at that field. */
const safePath = (path: readonly PropertyKey[]): string => {
  const personal = path.findIndex((key) => key === 'customerData' || key === 'conversationHistory');
  return (personal < 0 ? path : path.slice(0, personal + 1)).map(String).join('.');
};
