import { readFileSync } from 'node:fs';

/** The last lines of a log that have text, joined by ` | `; a remark when there are none. */
export const tailOf = (file: string, lines = 3): string => {
  const text = readFileSync(file, 'utf8').split('\n');
  const spoken = text.map((line) => line.trim()).filter((line) => line !== '');
  return spoken.slice(-lines).join(' | ') || 'the log is empty.';
};
