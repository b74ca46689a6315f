import { formatTable } from './format-table.ts';

/** One thing that `doctor` looked at: what was found, and how to mend it when it is not well. */
export type Check = {
  readonly name: string;
  /** `by hand`: nothing here can tell; `fix` says where to look. */
  readonly state: 'ok' | 'failed' | 'skipped' | 'by hand';
  readonly found: string;
  readonly fix?: string | undefined;
};

const marks = { ok: '✓', failed: '✗', skipped: '-', 'by hand': '?' } as const satisfies Record<
  Check['state'],
  string
>;

/** Checks as a table; those that failed say how to mend them, those for people where to look. */
export const formatChecks = (checks: readonly Check[]): readonly string[] =>
  formatTable(
    ['', 'CHECK', 'FOUND', 'FIX'],
    checks.map(({ name, state, found, fix }) => [
      marks[state],
      name,
      found,
      state === 'failed' || state === 'by hand' ? (fix ?? '') : '',
    ]),
  );
