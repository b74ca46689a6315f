/** Levels that a document may have: deeper ones parse, and then overflow the stack of whoever writes them again. */
export const DEEPEST = 32;

/** Whether a JSON value has more levels of objects and arrays than `levels`. Never deeper on the stack than that. */
export const isDeeperThan = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((child) => isDeeperThan(child, levels - 1));
};
