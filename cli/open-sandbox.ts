import { createSandboxClient } from '../local/provider-sandbox/sandbox-client.ts';
import { CliError } from './cli-error.ts';
import { runningStage, type StageTarget } from './stage-target.ts';

/** The local stage's provider sandbox. Throws on any other stage, and when the local one does not run. */
export const openSandbox = (target: StageTarget): ReturnType<typeof createSandboxClient> => {
  if (target.name !== 'local') {
    const advice = 'Its messages are with the recipients; use --stage local.';
    throw new CliError('USAGE', `Stage ${target.name} has no provider sandbox.`, advice);
  }
  return createSandboxClient(runningStage(target).sandbox);
};
