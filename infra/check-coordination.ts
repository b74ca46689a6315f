import { problemsOfLadder } from '../shared/coordination/escalation-ladder.ts';
import type { Deployment } from './deployment.ts';

/** What is wrong with `config/coordination.ts`: a sentence for each problem, which names file and field. */
export const problemsOfCoordination = ({ coordination, agents }: Deployment): readonly string[] => {
  const { costPerMessageUsd, costElsewhereUsd, taskMinutes, escalation } = coordination;
  return [
    ...Object.entries({ ...costPerMessageUsd, '(elsewhere)': costElsewhereUsd })
      .filter(([, usd]) => !(usd >= 0 && Number.isFinite(usd)))
      .map(([name, usd]) => `the cost of ${name} is ${usd}; must be 0 or more`),
    ...Object.keys(costPerMessageUsd)
      .filter((agentType) => !Object.hasOwn(agents, agentType))
      .map((agentType) => `costPerMessageUsd names '${agentType}', which is no agent type`),
    ...Object.entries(taskMinutes)
      .filter(([, minutes]) => !(minutes >= 1))
      .map(([priority, minutes]) => `taskMinutes.${priority} is ${minutes}; must be 1 or more`),
    ...problemsOfLadder(escalation, agents),
  ].map((problem) => `config/coordination.ts: ${problem}`);
};
