import { type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { publishSagaMachines, Saga } from '../constructs/saga.ts';
import type { Deployment } from '../deployment.ts';

export type OrchestrationStackProps = { readonly deployment: Deployment; readonly env: Environment };

/** What goes on over hours and days: timers, sagas, campaigns, tasks for people, reports. */
export class OrchestrationStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, env }: OrchestrationStackProps) {
    super(scope, id, { env, description: `Switchboard ${deployment.stageName}: timers, sagas, campaigns` });
    publishSagaMachines(this, deployment.stageName);
    for (const [name, plan] of Object.entries(deployment.sagas)) {
      new Saga(this, `Saga-${name}`, { deployment, name, plan });
    }
  }
}
