import * as z from 'zod';

/** What a part of `npm test` came to. */
export type Outcome = {
  readonly passed: number;
  readonly failed: number;
  /** Why it failed, when a count does not say it. */
  readonly reason?: string | undefined;
  /** What failed and how, a text each; absent where nothing did, or only counts are known. */
  readonly failures?: readonly string[];
};

const reportSchema = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  testResults: z
    .array(
      z.object({
        name: z.string(),
        status: z.string(),
        message: z.string().default(''),
        assertionResults: z
          .array(
            z.object({
              fullName: z.string(),
              status: z.string(),
              failureMessages: z.array(z.string()).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});
/** Characters of a failure's text that are shown: its beginning, and what it ends with. */
const SHOWN = { head: 1200, tail: 1800 };
const cruiseSchema = z.object({
  summary: z.object({
    totalCruised: z.int(),
    error: z.int(),
    violations: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        rule: z.object({ name: z.string(), severity: z.string() }),
      }),
    ),
  }),
});

/** The outcome of a tool that only says yes or no. */
export const outcomeOfTool = (exitCode: number): Outcome =>
  exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };

/** The outcome of a test run from vitest's JSON report; a run without a report, or without any test, has failed. */
export const outcomeOfTests = (exitCode: number, report: string | undefined): Outcome => {
  const parsed = report === undefined ? undefined : reportSchema.safeParse(jsonOf(report));
  if (parsed?.success !== true) return { passed: 0, failed: 1, reason: 'vitest left no report' };
  const { numPassedTests: passed, numFailedTests: failed } = parsed.data;
  const failures = failuresOf(parsed.data);
  const told = failures.length === 0 ? {} : { failures };
  if (passed + failed === 0) return { passed, failed: 1, reason: 'no test ran', ...told };
  if (exitCode !== 0 && failed === 0)
    return { passed, failed: 1, reason: 'vitest failed outside of a test', ...told };
  return { passed, failed, ...told };
};

const failuresOf = ({ testResults }: z.infer<typeof reportSchema>): readonly string[] =>
  testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed');
    const tests = failed.map(({ fullName, failureMessages }) => `${fullName}\n${failureMessages.join('\n')}`);
    const isFileOnly = status === 'failed' && tests.length === 0;
    return (isFileOnly ? [`${name}\n${message}`] : tests).map(shortened);
  });

const shortened = (text: string): string =>
  text.length <= SHOWN.head + SHOWN.tail
    ? text
    : `${text.slice(0, SHOWN.head)}\n[… ${text.length - SHOWN.head - SHOWN.tail} characters …]\n${text.slice(-SHOWN.tail)}`;

/** The outcome of the layer rules from dependency-cruiser's JSON; reading no module is a failure, and so is a violation. */
export const outcomeOfLayers = (output: string): Outcome & { readonly lines: readonly string[] } => {
  const parsed = cruiseSchema.safeParse(jsonOf(output));
  if (!parsed.success) {
    return {
      passed: 0,
      failed: 1,
      reason: 'dependency-cruiser left no report',
      lines: [output.slice(0, 2000)],
    };
  }
  const { totalCruised, error, violations } = parsed.data.summary;
  const lines = violations.map(({ rule, from, to }) => `${rule.severity} ${rule.name}: ${from} → ${to}`);
  if (totalCruised === 0) return { passed: 0, failed: 1, reason: '0 modules were read', lines };
  const done = [...lines, `${totalCruised} modules read`];
  return { ...outcomeOfTool(error), lines: done };
};

/** Passed and failed over all parts; when nothing at all ran, that is one failure. */
export const totalOf = (
  outcomes: readonly Outcome[],
): { readonly passed: number; readonly failed: number } => {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0);
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failed, 0);
  return passed + failed === 0 ? { passed, failed: 1 } : { passed, failed };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
