/**
 * The notes of a step in the order in which they are undone: the newest first, and all of them as often as there are notes. Runs
 * of a step at once note in one order and write in another: what one left shows only once the other's is taken away.
 */
export const undoOrder = (notes: readonly string[]): readonly string[] =>
  notes.flatMap(() => notes.toReversed());
