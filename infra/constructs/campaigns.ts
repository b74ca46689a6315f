import { Duration } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { AgentLanes } from './agent-lanes.ts';
import { addAlarm } from './alarm.ts';
import { addCampaignMachine } from './campaign-machine.ts';
import { Customers } from './customers.ts';
import { Journal } from './journal.ts';
import { LargeBodies } from './large-bodies.ts';
import { addLostEventsQueue } from './message-queue.ts';
import { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

/** Seconds of a call of the master: several pages of 500 members. */
const TIMEOUT_SECONDS = 120;

/** The masters of campaigns: a state machine that the events of their starts and resumptions begin, and the function that it calls. */
export class Campaigns extends Construct {
  constructor(scope: Construct, id: string, { deployment }: { readonly deployment: Deployment }) {
    super(scope, id);
    const machine = addCampaignMachine(this, 'Machine', {
      deployment,
      master: this.createMaster(deployment),
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    // A start that the state machine never heard of: `campaign resume` makes up for it.
    const lost = addLostEventsQueue(this, 'LostStarts', deployment.stage, 'campaign-stopped');
    this.startBy(deployment, machine, lost);
    addAlarm(this, 'campaign-stopped', {
      metric: machine.metricFailed({ period: Duration.minutes(5), statistic: 'Sum' }),
      above: 0,
    });
  }

  private createMaster(deployment: Deployment): SwitchboardFunction {
    const master = new SwitchboardFunction(this, 'Master', {
      deployment,
      folder: 'campaign-master',
      description: `Switchboard ${deployment.stageName}: plans, sends and closes the pages of campaigns`,
      memoryMb: 512,
      timeoutSeconds: TIMEOUT_SECONDS,
    });
    new Journal(this, 'Journal', { deployment }).grantInsertAndRead(master);
    const state = new State(this, 'State', { deployment });
    state.grantCampaigns(master);
    state.grantTimers(master);
    state.grantTasks(master);
    const customers = new Customers(this, 'Customers', { deployment });
    customers.grantList(master);
    customers.grantEncrypt(master);
    new AgentLanes(this, 'AgentLanes', { deployment }).grantSend(master);
    new LargeBodies(this, 'LargeBodies', { deployment }).grantGet(master, 'campaigns');
    return master;
  }

  /** An event may come twice: the second execution finds that the first one works, and ends. */
  private startBy({ stageName }: Deployment, machine: StateMachine, deadLetterQueue: Queue): void {
    const busName = StringParameter.valueForStringParameter(this, parameterNames(stageName).busName);
    new Rule(this, 'Begin', {
      eventBus: EventBus.fromEventBusName(this, 'Bus', busName),
      eventPattern: {
        detailType: ['EVENT'],
        source: ['agent-coordinator'],
        detail: { event: { type: ['CAMPAIGN_STARTED', 'CAMPAIGN_RESUMED'] } },
      },
      targets: [new SfnStateMachine(machine, { deadLetterQueue })],
    });
  }
}
