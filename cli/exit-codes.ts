/** What the command's exit codes mean; `--help` prints this table. */
export const exitCodes = {
  OK: { code: 0, meaning: 'ok' },
  FAILED: { code: 1, meaning: 'it failed, or what was asked for is not there; the message says which' },
  USAGE: { code: 2, meaning: 'the command line makes no sense, or needs an explicit --stage' },
  REJECTED: {
    code: 3,
    meaning: 'the input was rejected: it cannot be read, is no JSON, or breaks a rule of its schema',
  },
  NO_STAGE: { code: 4, meaning: 'the stage is not running or not reachable' },
} as const satisfies Record<string, { code: number; meaning: string }>;

export type ExitName = keyof typeof exitCodes;

/** The table as `--help` prints it. */
export const exitCodeHelp = (): string =>
  ['', 'Exit codes:', ...Object.values(exitCodes).map(({ code, meaning }) => `  ${code}  ${meaning}`)].join(
    '\n',
  );
