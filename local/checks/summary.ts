import { type Outcome, totalOf } from './outcome.ts';
import type { Part } from './parts.mjs';

export type PartResult = { readonly part: Part; readonly outcome: Outcome; readonly seconds: number };

/** A line for a part that has ended. */
export const partLine = ({ part, outcome, seconds }: PartResult): string => {
  const mark = outcome.failed === 0 ? '✓' : '✗';
  const counts = `${outcome.passed} passed, ${outcome.failed} failed`;
  const reason = outcome.reason === undefined ? '' : `  (${outcome.reason})`;
  return `${mark} ${part.padEnd(12)} ${seconds.toFixed(1).padStart(6)} s  ${counts}${reason}`;
};

/** What `npm test` ends with: each failure again, a line for each part, and as the last line `N passed, N failed`. */
export const summaryLines = (results: readonly PartResult[]): readonly string[] => {
  const { passed, failed } = totalOf(results.map(({ outcome }) => outcome));
  const failures = results.flatMap(({ part, outcome }) =>
    (outcome.failures ?? []).flatMap((text) => ['', ...indented(`✗ ${part}: ${text}`)]),
  );
  return [...failures, '', ...results.map(partLine), `${passed} passed, ${failed} failed`];
};

const indented = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line, at) => (at === 0 ? line : `    ${line}`));
