import { once } from 'node:events';
import { createReadStream, type ReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CsvError, parse } from 'csv-parse';
import * as z from 'zod';
import { type Parsed, parseJson } from '../../shared/messages/parse-message.ts';
import { CliError } from '../cli-error.ts';
import { formatIssue } from '../format/format-timeline.ts';
import { readColumns, toRow } from './csv-columns.ts';

/** A row of a file: its number, from 1, the headings of a CSV file included; and what it holds, or why it cannot be read. */
export type FileRow = { readonly row: number; readonly read: Parsed<unknown> };

/** The rows of a `.csv` or `.jsonl` file, one after the other. Throws when the file cannot be read or is neither. */
export async function* readRows(file: string): AsyncGenerator<FileRow> {
  try {
    if (file.endsWith('.csv')) yield* readCsv(file);
    else if (file.endsWith('.jsonl')) yield* readJsonLines(file);
    else throw new CliError('USAGE', 'The file is neither CSV nor JSON lines.', 'Name it .csv or .jsonl.');
  } catch (error) {
    throw asCliError(error, file);
  }
}

async function* readCsv(file: string): AsyncGenerator<FileRow> {
  const source = await openFile(file);
  const lines = parse({ bom: true, trim: true, skip_empty_lines: true, relax_column_count: true });
  source.on('error', (error) => lines.destroy(error)).pipe(lines);
  let columns: readonly string[] | undefined;
  let row = 0;
  for await (const record of lines) {
    row += 1;
    const cells = z.array(z.string()).parse(record);
    if (columns === undefined) columns = columnsOf(cells);
    else yield { row, read: legible(toRow(columns, cells), cells.join('')) };
  }
}

async function* readJsonLines(file: string): AsyncGenerator<FileRow> {
  const input = await openFile(file);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let row = 0;
  for await (const line of lines) {
    row += 1;
    if (line.trim() !== '') yield { row, read: legible(parseJson(line, ''), line) };
  }
}

/** Throws when the file is not there, before anybody reads. */
const openFile = async (file: string): Promise<ReadStream> => {
  const stream = createReadStream(file);
  await once(stream, 'open');
  return stream;
};

const columnsOf = (headings: readonly string[]): readonly string[] => {
  const columns = readColumns(headings);
  if (columns.ok) return columns.value;
  const what = columns.issues.map(formatIssue).join('; ');
  const advice = 'The first line names the columns; customer import --help lists them.';
  throw new CliError('REJECTED', `The columns of the file are not usable: ${what}.`, advice);
};

/** Broken characters would be stored as another name than the one that was meant. */
const legible = (read: Parsed<unknown>, text: string): Parsed<unknown> =>
  text.includes('\ufffd') ? { ok: false, issues: [{ path: '', rule: 'must be UTF-8 text' }] } : read;

const asCliError = (error: unknown, file: string): unknown => {
  if (error instanceof CsvError) {
    const { code } = error;
    return new CliError(
      'REJECTED',
      `The file is no CSV (${code}).`,
      'Check its quotes; rows before it are stored.',
      {
        cause: error,
      },
    );
  }
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    return new CliError(
      'REJECTED',
      `The file ${file} cannot be read (${String(error.code)}).`,
      'Check the path.',
      {
        cause: error,
      },
    );
  }
  return error;
};
