/** A message as EventBridge sees it. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** Whether an EventBridge pattern takes an event; knows exact values, `anything-but` lists and `exists`. */
export const matchesPattern = (pattern: unknown, event: Json): boolean => {
  if (!isRecord(pattern)) throw new Error(`no pattern: ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([name, expected]) =>
    Array.isArray(expected)
      ? expected.some((matcher) => matchesValue(matcher, leavesOf(event, name)))
      : childrenOf(event, name).some((child) => matchesPattern(expected, child)),
  );
};

const matchesValue = (matcher: unknown, leaves: readonly Json[]): boolean => {
  if (!isRecord(matcher)) return leaves.some((leaf) => leaf === matcher);
  const [operator, operand] = Object.entries(matcher)[0] ?? [];
  if (operator === 'exists') return leaves.length > 0 === operand;
  if (operator === 'anything-but' && Array.isArray(operand))
    return leaves.some((leaf) => !operand.includes(leaf));
  throw new Error(`operator not known to this matcher: ${operator}`);
};

/** The values of a field: an array counts as each of its elements, an object as none. */
const leavesOf = (event: Json, name: string): readonly Json[] =>
  fieldsOf(event, name).filter((value) => typeof value !== 'object' || value === null);

/** What lies below a field; below a field that is not there lies nothing, which `exists: false` must still see. */
const childrenOf = (event: Json, name: string): readonly Json[] => {
  const children = fieldsOf(event, name).filter((value) => typeof value === 'object' && value !== null);
  return children.length > 0 ? children : [{}];
};

const fieldsOf = (event: Json, name: string): readonly Json[] => {
  if (Array.isArray(event)) return event.flatMap((element) => fieldsOf(element, name));
  const value =
    typeof event === 'object' && event !== null
      ? Object.entries(event).find(([key]) => key === name)
      : undefined;
  if (value === undefined) return [];
  return Array.isArray(value[1]) ? value[1].flat(Number.POSITIVE_INFINITY) : [value[1]];
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
