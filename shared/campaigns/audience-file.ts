import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { parseJson } from '../messages/parse-message.ts';
import { type AudienceFiles, type AudiencePage, memberAt, PAGE_MEMBERS, toPage } from './audience-page.ts';
import type { MemberIssue, MemberPlace } from './campaign-store.ts';

/** Bytes that are read at once: a page of long lines. */
const CHUNK = 256 * 1024;
const NEWLINE = 10;

/** Where a file goes on: at this byte, after so many members' lines, and in which column of a CSV the customer is. */
const cursorSchema = z.object({ at: z.number(), place: z.number(), column: z.number() });

type Cursor = z.infer<typeof cursorSchema>;

const START: Cursor = { at: 0, place: 0, column: -1 };

/**
 * Reads a page of a file of customers, a line each: `.csv` with a heading `customerId`, other columns are passed over; or
 * `.jsonl`, a line `{"customerId": …}` or a text. Holds no more of it than one chunk. `undefined` where the file is gone.
 */
export const readFilePage = async (
  key: string,
  cursor: string | undefined,
  files: AudienceFiles,
): Promise<AudiencePage | undefined> => {
  const from = cursor === undefined ? START : cursorSchema.parse(JSON.parse(cursor));
  const bytes = await files.read(key, from.at, CHUNK);
  if (bytes === undefined) return undefined;
  const isLast = bytes.length < CHUNK;
  const { lines, end } = linesOf(bytes, isLast, key.endsWith('.csv') && from.column < 0);
  const read = key.endsWith('.csv') ? readCsv(lines, from) : readJsonLines(lines, from);
  if (read === undefined) return { members: [], issues: [{ place: 0, rule: NO_HEADING }] };
  const isEnd = isLast && end === bytes.length;
  const next = { at: from.at + end, place: read.place, column: read.column };
  return toPage(read.lines, isEnd ? undefined : JSON.stringify(next));
};

const NO_HEADING = 'must begin with a line of headings, one of them customerId';

/** The lines of a page, the heading's beside it, and where they end. A line that is longer than a chunk counts as what it has of it. */
const linesOf = (bytes: Uint8Array, isLast: boolean, withHeading: boolean) => {
  const most = PAGE_MEMBERS + (withHeading ? 1 : 0);
  const lines: string[] = [];
  let end = 0;
  while (lines.length < most && end < bytes.length) {
    const newline = bytes.indexOf(NEWLINE, end);
    if (newline < 0 && !isLast && lines.length > 0) break;
    const stop = newline < 0 ? bytes.length : newline;
    lines.push(new TextDecoder().decode(bytes.subarray(end, stop)).replace(/\r$/, ''));
    end = newline < 0 ? bytes.length : newline + 1;
  }
  return { lines, end };
};

type ReadLines = {
  readonly lines: readonly (MemberPlace | MemberIssue)[];
  readonly place: number;
  readonly column: number;
};

const readCsv = (lines: readonly string[], from: Cursor): ReadLines | undefined => {
  const heading = from.column < 0 ? cellsOf(lines[0] ?? '') : undefined;
  const column = heading === undefined ? from.column : heading.indexOf('customerId');
  if (column < 0) return undefined;
  const rows = heading === undefined ? lines : lines.slice(1);
  return { ...membersOf(rows, from.place, (line) => cellsOf(line)[column]), column };
};

const cells = z.array(z.array(z.string())).max(1);

const cellsOf = (line: string): readonly string[] => {
  try {
    const read: unknown = parse(line.replace(/^\uFEFF/, ''), { trim: true, relax_column_count: true });
    return cells.safeParse(read).data?.[0] ?? [];
  } catch {
    return [];
  }
};

const named = z.union([
  z.object({ customerId: z.unknown() }).transform(({ customerId }) => customerId),
  z.string(),
]);

const readJsonLines = (lines: readonly string[], from: Cursor): ReadLines => ({
  ...membersOf(lines, from.place, (line) => {
    const json = parseJson(line, '');
    return json.ok ? named.safeParse(json.value).data : undefined;
  }),
  column: from.column,
});

/** Blank lines have no place. */
const membersOf = (
  lines: readonly string[],
  before: number,
  customerOf: (line: string) => unknown,
): Omit<ReadLines, 'column'> => {
  const members = lines
    .filter((line) => line.trim() !== '')
    .map((line, index) => memberAt(before + index + 1, customerOf(line)));
  return { lines: members, place: before + members.length };
};
