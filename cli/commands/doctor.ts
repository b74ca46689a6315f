import { LambdaClient } from '@aws-sdk/client-lambda';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { agents } from '../../config/agents.ts';
import { profiles, stages } from '../../config/stages.ts';
import { accountChecks } from '../checks/account-checks.ts';
import { machineChecks } from '../checks/machine-checks.ts';
import { providerChecks } from '../checks/provider-checks.ts';
import { skippedCheck } from '../checks/run-check.ts';
import { deploymentChecks, localStageChecks } from '../checks/stage-checks.ts';
import { type Check, formatChecks } from '../format/format-checks.ts';
import type { Outcome } from '../outcome.ts';
import type { StageTarget } from '../stage-target.ts';

export type DoctorAsked = {
  /** The checkout. */
  readonly root: string;
  /** What SWITCHBOARD_ENGINE says. */
  readonly engine: string | undefined;
};

/** `doctor`: looks at this machine and at the stage, and says how to mend what is not well. */
export const examine = async (target: StageTarget, { root, engine }: DoctorAsked): Promise<Outcome> => {
  const local = target.name === 'local';
  const machine = machineChecks(root, local, target.running?.engine ?? engine);
  const stage = local ? await localStageChecks(target) : [];
  const reachable = stage.every(({ name, state }) => state === 'ok' || name === 'provider sandbox');
  const deployment = reachable ? await deploymentChecks(target) : [skippedCheck('deployment')];
  const account = local ? [] : await askAccount(target);
  const providers = local ? [] : await askProviders(target);
  return doctorOutcome([...machine, ...stage, ...account, ...deployment, ...providers]);
};

const askAccount = async (target: StageTarget): Promise<readonly Check[]> => {
  const lambda = new LambdaClient({});
  try {
    return await accountChecks({ target, profile: profiles[stages[target.name].profile], lambda });
  } finally {
    lambda.destroy();
  }
};

const askProviders = async (target: StageTarget): Promise<readonly Check[]> => {
  const ses = new SESv2Client({});
  try {
    return await providerChecks({ target, agents, stage: stages[target.name], ses });
  } finally {
    ses.destroy();
  }
};

/** The checks as the command prints them; one that failed fails the command. */
export const doctorOutcome = (checks: readonly Check[]): Outcome => ({
  exit: checks.some(({ state }) => state === 'failed') ? 'FAILED' : 'OK',
  json: { checks },
  lines: formatChecks(checks),
});
