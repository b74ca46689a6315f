/** Columns of a table: their headings, in order. Cells that are numbers are aligned to the right. */
export const formatTable = (
  headings: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): readonly string[] => {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => String(row[column] ?? '').length)),
  );
  const line = (cells: readonly (string | number)[]): string =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? '';
        return typeof cell === 'number' ? String(cell).padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd();
  return [headings, ...rows].map(line);
};
