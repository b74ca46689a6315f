import { type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Campaigns } from '../constructs/campaigns.ts';
import { publishSagaMachines, Saga } from '../constructs/saga.ts';
import { State } from '../constructs/state.ts';
import { TaskAlarms } from '../constructs/task-alarms.ts';
import { TimerSweep } from '../constructs/timer-sweep.ts';
import type { Deployment } from '../deployment.ts';

export type OrchestrationStackProps = { readonly deployment: Deployment; readonly env: Environment };

/** What goes on over hours and days: timers, sagas, campaigns, tasks for people, reports. */
export class OrchestrationStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, env }: OrchestrationStackProps) {
    super(scope, id, { env, description: `Switchboard ${deployment.stageName}: timers, sagas, campaigns` });
    const state = new State(this, 'State', { deployment });
    new TimerSweep(this, 'TimerSweep', { deployment, state });
    new TaskAlarms(this, 'Tasks', { stage: deployment.stageName });
    publishSagaMachines(this, deployment.stageName);
    for (const [name, plan] of Object.entries(deployment.sagas)) {
      new Saga(this, `Saga-${name}`, { deployment, name, plan });
    }
    new Campaigns(this, 'Campaigns', { deployment });
  }
}
