import { toFact } from '../../journal/adapters/fact-item.ts';
import type { Fact } from '../../journal/fact.ts';

/** The fact that an item holds; `undefined` where the journal did not write it. */
export const factIn = (item: unknown): Fact | undefined => {
  try {
    return toFact(item);
  } catch {
    return undefined;
  }
};
