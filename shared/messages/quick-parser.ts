import type * as z from 'zod';
import { type Parsed, parseMessage } from './parse-message.ts';
import { quickCheckOf } from './quick-check.ts';

/** Values that are parsed by zod before a quick check is made: making it takes a millisecond, and a first start has other work. */
const QUICK_AFTER = 100;

/**
 * Makes a parser that answers as `parseMessage` does, for values that `JSON.parse` made and that nobody else holds: one which is
 * as its schema would give it back is given back itself, its keys in the order in which they came.
 */
export const quickParser = <T>(schema: z.ZodType<T>): ((value: unknown) => Parsed<T>) => {
  let uses = 0;
  let isAsItShould: ((value: unknown) => value is T) | undefined;
  return (value) => {
    uses += 1;
    if (uses === QUICK_AFTER) isAsItShould = quickCheckOf(schema);
    return isAsItShould?.(value) ? { ok: true, value } : parseMessage(schema, value);
  };
};
