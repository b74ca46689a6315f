import { describe, expect, it } from 'vitest';
import { CliError } from '../../../cli/cli-error.ts';
import { exitCodeHelp, exitCodes } from '../../../cli/exit-codes.ts';
import { explainFailure } from '../../../cli/explain-failure.ts';
import { JournalUnavailableError } from '../../../shared/journal/errors.ts';

const prod = { name: 'prod', running: undefined } as const;
const named = (name: string, message = 'ada@example.com') => Object.assign(new Error(message), { name });

describe('explainFailure', () => {
  it.each([
    ['a refused connection', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'NO_STAGE'],
    [
      'a fetch that failed',
      new TypeError('fetch failed', { cause: Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }) }),
      'NO_STAGE',
    ],
    ['a time-out', named('TimeoutError'), 'NO_STAGE'],
    ['no region', new Error('Region is missing'), 'NO_STAGE'],
    ['no credentials', named('CredentialsProviderError'), 'NO_STAGE'],
    ['credentials that are over', named('ExpiredTokenException'), 'NO_STAGE'],
    ['a permission that lacks', named('AccessDeniedException'), 'FAILED'],
    ['a journal that does not answer', new JournalUnavailableError('journal: ada@example.com'), 'FAILED'],
    ['anything else', named('ValidationException'), 'FAILED'],
    ['something that is no error', 'ada@example.com', 'FAILED'],
  ])('explains %s without repeating its message', (_, error, exit) => {
    const { exit: found, message, advice } = explainFailure(error, prod);

    expect(found).toBe(exit);
    expect(message).not.toContain('ada@example.com');
    expect(message).toMatch(/\.$/);
    expect(advice).toMatch(/\.$/);
  });

  it('leaves an explained failure as it is', () => {
    const error = new CliError('REJECTED', 'No.', 'Do.');

    expect(explainFailure(error, undefined)).toBe(error);
  });
});

describe('exitCodes', () => {
  it('are what the documents promise, and all are in the help', () => {
    expect(Object.fromEntries(Object.entries(exitCodes).map(([name, { code }]) => [name, code]))).toEqual({
      OK: 0,
      FAILED: 1,
      USAGE: 2,
      REJECTED: 3,
      NO_STAGE: 4,
    });
    for (const { code, meaning } of Object.values(exitCodes)) {
      expect(exitCodeHelp()).toContain(`  ${code}  ${meaning}`);
    }
  });
});
