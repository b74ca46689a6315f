import { explainFailure } from '../explain-failure.ts';
import type { Check } from '../format/format-checks.ts';
import type { StageTarget } from '../stage-target.ts';

/** Does a check: `look` says what it found or throws; a failure that knows what to do says so, otherwise `fix` does. */
export const runCheck = async (
  name: string,
  fix: string,
  target: StageTarget,
  look: () => Promise<string>,
): Promise<Check> => {
  try {
    return { name, state: 'ok', found: await look() };
  } catch (error) {
    const { message } = explainFailure(error, target);
    return { name, state: 'failed', found: message, fix };
  }
};

/** A check that makes no sense before another one is well. */
export const skippedCheck = (name: string): Check => ({
  name,
  state: 'skipped',
  found: 'not looked at: needs the checks before it',
});
