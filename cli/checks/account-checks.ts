import { GetAccountSettingsCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { StageProfile } from '../../shared/lanes/stage.ts';
import { CliError } from '../cli-error.ts';
import type { Check } from '../format/format-checks.ts';
import type { StageTarget } from '../stage-target.ts';
import { runCheck } from './run-check.ts';

export type AccountChecksAsked = {
  readonly target: StageTarget;
  readonly profile: StageProfile;
  readonly lambda: Pick<LambdaClient, 'send'>;
};

const FIX =
  'ask for more in Service Quotas (AWS Lambda, concurrent executions), or take a smaller profile in config/stages.ts';

/** Whether the account runs as many functions at once as the stage's profile is made for. */
export const accountChecks = async ({
  target,
  profile,
  lambda,
}: AccountChecksAsked): Promise<readonly Check[]> => [
  await runCheck('Lambda concurrency', FIX, target, async () => {
    const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
    const quota = AccountLimit?.ConcurrentExecutions ?? 0;
    const needed = `stage ${target.name} is made for ${profile.accountConcurrency}`;
    if (quota >= profile.accountConcurrency) return `the account has ${quota}, ${needed}`;
    throw new CliError('FAILED', `The account has ${quota}, ${needed}.`, FIX);
  }),
];
