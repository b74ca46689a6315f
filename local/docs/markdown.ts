/** A table; each row has as many cells as the head. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
};

/** A document of JSON as a block. */
export const jsonBlock = (value: unknown): string =>
  ['```json', JSON.stringify(value, null, 2), '```'].join('\n');

/** A name in the typeface of code. */
export const code = (name: string): string => `\`${name}\``;

const escaped = (cell: string): string => cell.replaceAll('|', '\\|');
