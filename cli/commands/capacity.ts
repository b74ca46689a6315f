import { writeFileSync } from 'node:fs';
import { agents } from '../../config/agents.ts';
import { profiles } from '../../config/stages.ts';
import { problemsOfDeployment } from '../../infra/check-deployment.ts';
import { type Deployment, deploymentOf } from '../../infra/deployment.ts';
import { drawPlan } from '../capacity/chart.ts';
import { costOfMillion, idleCostOfMonth } from '../capacity/cost.ts';
import { plan } from '../capacity/plan.ts';
import { readTemplates } from '../capacity/read-templates.ts';
import { synthesize } from '../capacity/synthesize.ts';
import type { Workload } from '../capacity/workload.ts';
import { CliError } from '../cli-error.ts';
import { formatPlan } from '../format/format-plan.ts';
import type { Outcome } from '../outcome.ts';

export type ProfileName = keyof typeof profiles;

export type CapacityAsked = {
  readonly profile: ProfileName;
  readonly workload: Workload;
  /** The account's quota. @default the one that the profile is made for */
  readonly quota?: number | undefined;
  readonly seed: number;
  readonly providerMs?: number | undefined;
  /** A file that takes the chart. */
  readonly chart?: string | undefined;
};

/** `capacity`: what a profile holds under a workload, and what it costs, by a simulation of its synthesized templates. */
export const planCapacity = (asked: CapacityAsked): Outcome => {
  const { profile, workload, seed, providerMs, chart } = asked;
  if (!Object.hasOwn(agents, workload.agentType)) {
    throw new CliError('USAGE', 'No such agent type.', `Use one of ${Object.keys(agents).join(', ')}.`);
  }
  const quota = asked.quota ?? profiles[profile].accountConcurrency;
  const deployment: Deployment = {
    ...deploymentOf('prod'),
    profile: { ...profiles[profile], accountConcurrency: quota },
  };
  const problems = problemsOfDeployment(deployment);
  if (problems.length > 0) {
    return { exit: 'FAILED', json: { profile, quota, fits: false, problems }, lines: problems };
  }
  const system = readTemplates(synthesize(deployment).templates);
  const found = plan({ system, workload, quota, seed, providerMs });
  const report = {
    profile,
    quota,
    seed,
    path: workload.path,
    agentType: workload.agentType,
    plan: found,
    million: costOfMillion(system, workload, found),
    idle: idleCostOfMonth(system),
  };
  if (chart !== undefined) writeFileSync(chart, drawPlan(report));
  const { tallies: _, usage: __, ...figures } = found;
  return {
    exit: 'OK',
    json: {
      ...{ profile, quota, fits: true, seed, workload, ...figures },
      usdPerMillion: report.million,
      usdPerIdleMonth: report.idle,
    },
    lines: [...formatPlan(report), ...(chart === undefined ? [] : [`chart: ${chart}`])],
  };
};
