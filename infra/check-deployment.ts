import { functionRoleOf } from '../shared/lanes/lane-table.ts';
import { priorities } from '../shared/messages/priority.ts';
import { problemsOfPolicies } from '../shared/policy/check-policies.ts';
import { problemsOfAgents } from './check-agents.ts';
import { poolsOf, problemsOfConcurrency } from './check-concurrency.ts';
import { problemsOfCoordination } from './check-coordination.ts';
import { problemsOfReplyTable } from './check-replies.ts';
import { problemsOfIntentModel } from './constructs/intent-model.ts';
import type { Deployment } from './deployment.ts';
import { problemsOfFallbacks } from './fallbacks.ts';

/** A visibility timeout must outlast this many function time-outs: AWS's rule for queues that feed functions. */
const VISIBILITY_FACTOR = 6;

/** Every setting that AWS would refuse, or which would lose or repeat messages: a sentence that names file and field. */
export const problemsOfDeployment = (deployment: Deployment): readonly string[] => [
  ...problemsOfAgents(deployment),
  ...problemsOfFallbacks(deployment),
  ...problemsOfCoordination(deployment),
  ...problemsOfReplyTable(deployment),
  ...problemsOfIntentModel(deployment),
  ...shortVisibility(deployment),
  ...problemsOfConcurrency(deployment),
  ...problemsOfPolicies(deployment.policies).map((problem) => `config/policies.ts: ${problem}`),
];

/** Throws one error that names every problem of a deployment. */
export const checkDeployment = (deployment: Deployment): void => {
  const problems = problemsOfDeployment(deployment);
  if (problems.length > 0) {
    throw new Error(
      `stage ${deployment.stageName} cannot be deployed:\n${problems.map((p) => `- ${p}`).join('\n')}`,
    );
  }
};

const shortVisibility = (deployment: Deployment): readonly string[] =>
  poolsOf(deployment).flatMap(({ pool, functions }) =>
    priorities.flatMap((tier) => {
      const seconds = deployment.lanes[pool]?.[tier].visibilityTimeoutSeconds ?? Number.POSITIVE_INFINITY;
      const least = VISIBILITY_FACTOR * functions.timeoutSeconds[functionRoleOf(tier)];
      return seconds >= least
        ? []
        : [
            `config/lanes.ts: ${pool}.${tier}.visibilityTimeoutSeconds is ${seconds}, at least ${least} needed`,
          ];
    }),
  );
