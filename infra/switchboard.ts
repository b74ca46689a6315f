import type { App, Environment } from 'aws-cdk-lib';
import { checkDeployment } from './check-deployment.ts';
import { agentFolder, type Deployment } from './deployment.ts';
import { fallbackTargets } from './fallbacks.ts';
import { AgentStack } from './stacks/agent-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { MessagingStack } from './stacks/messaging-stack.ts';
import { OrchestrationStack } from './stacks/orchestration-stack.ts';

/** Adds a stage's stacks to the app: data first, then a stack per agent type, then what routes messages to them, and what goes on for days. */
export const addSwitchboard = (app: App, deployment: Deployment, env: Environment): void => {
  checkDeployment(deployment);
  const name = (part: string) => `switchboard-${deployment.stageName}-${part}`;

  const data = new DataStack(app, name('data'), { deployment, env });
  const messaging = new MessagingStack(app, name('messaging'), { deployment, env });
  const stacks = new Map<string, AgentStack>();
  for (const [agentType, agent] of Object.entries(deployment.agents)) {
    const stack = new AgentStack(app, name(agentFolder(agentType)), { deployment, env, agentType, agent });
    stacks.set(agentType, stack);
    stack.addStackDependency(data);
    messaging.addStackDependency(stack);
  }
  for (const [agentType, stack] of stacks)
    for (const target of fallbackTargets(deployment, agentType)) {
      const lanes = stacks.get(target);
      if (lanes) stack.addStackDependency(lanes);
    }
  messaging.addStackDependency(data);
  const orchestration = new OrchestrationStack(app, name('orchestration'), { deployment, env });
  orchestration.addStackDependency(messaging);
};
