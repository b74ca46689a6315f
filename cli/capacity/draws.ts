/** Gives numbers of [0, 1). */
export type Draw = () => number;

/** Points of a distribution: a part of all values, and the value in milliseconds that so many stay below. Ascending. */
export type Quantiles = readonly (readonly [part: number, milliseconds: number])[];

/** Pseudo-random numbers that depend on a seed and nothing else: mulberry32, by Tommy Ettinger. */
export const seededDraw = (seed: number): Draw => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
};

/** One value of a distribution: between two points its logarithm grows evenly. */
export const valueAt = (quantiles: Quantiles, part: number): number => {
  let [lowPart, low] = quantiles[0] ?? [0, 0];
  for (const [highPart, high] of quantiles) {
    if (part <= highPart) {
      if (high <= 0 || low <= 0 || highPart === lowPart) return high;
      return low * (high / low) ** ((part - lowPart) / (highPart - lowPart));
    }
    [lowPart, low] = [highPart, high];
  }
  return low;
};

/** Milliseconds until the next of events that come independently of each other, so many a second on average. */
export const waitForNext = (draw: Draw, perSecond: number): number =>
  (-Math.log(1 - draw()) * 1000) / perSecond;
