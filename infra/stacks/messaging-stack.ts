import { type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AgentLanes } from '../constructs/agent-lanes.ts';
import { AgentPool } from '../constructs/agent-pool.ts';
import { addIntentModelAlarm, addReportsAlarm } from '../constructs/alarm.ts';
import { BackOffice } from '../constructs/back-office.ts';
import { ClaimSweep } from '../constructs/claim-sweep.ts';
import { CommandRoutes } from '../constructs/command-routes.ts';
import { Customers } from '../constructs/customers.ts';
import { DeadLetterTriage } from '../constructs/dead-letter-triage.ts';
import { DeadlineAlarms } from '../constructs/deadline-alarms.ts';
import { EventRelay } from '../constructs/event-relay.ts';
import { allowIntentModel } from '../constructs/intent-model.ts';
import { Journal } from '../constructs/journal.ts';
import { LargeBodies } from '../constructs/large-bodies.ts';
import { MessageBus } from '../constructs/message-bus.ts';
import { ParkingRelease } from '../constructs/parking-release.ts';
import { ReceiptsIntake } from '../constructs/receipts-intake.ts';
import { Reconciliation } from '../constructs/reconciliation.ts';
import { RecordKeeper } from '../constructs/record-keeper.ts';
import { grantSagaStart } from '../constructs/saga.ts';
import { State } from '../constructs/state.ts';
import type { Deployment } from '../deployment.ts';

export type MessagingStackProps = { readonly deployment: Deployment; readonly env: Environment };

/** The way of messages: bus to coordinator to agent lanes, facts back to the bus, receipts into the journal. */
export class MessagingStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, env }: MessagingStackProps) {
    super(scope, id, { env, description: `Switchboard ${deployment.stageName}: bus, coordinator, relay` });
    const journal = new Journal(this, 'Journal', { deployment });
    const bus = new MessageBus(this, 'MessageBus', { deployment });

    const coordinator = new AgentPool(this, 'Coordinator', {
      deployment,
      pool: 'coordinator',
      folder: 'coordinator',
      functions: deployment.coordinator,
      journal,
      withTemplates: true, // which channels a template has texts for, and what campaigns are checked against
    });
    const agentLanes = new AgentLanes(this, 'AgentLanes', { deployment });
    const customers = new Customers(this, 'Customers', { deployment });
    const state = new State(this, 'State', { deployment });
    const records = new RecordKeeper(this, 'RecordKeeper', { deployment, journal, customers });
    const backOffice = new BackOffice(this, 'BackOffice', { deployment, bus: bus.bus, journal, state });
    const largeBodies = new LargeBodies(this, 'LargeBodies', { deployment });
    addReportsAlarm(coordinator, deployment.stageName);
    if (deployment.stage.intentModel !== undefined) addIntentModelAlarm(coordinator, deployment.stageName);
    for (const frontDoor of coordinator.functions) {
      largeBodies.grantPut(frontDoor);
      agentLanes.grantSend(frontDoor);
      records.grantSend(frontDoor);
      backOffice.grantSend(frontDoor);
      customers.grantWrite(frontDoor);
      state.grantReadWrite(frontDoor);
      state.grantTimers(frontDoor);
      state.grantTasks(frontDoor);
      grantSagaStart(this, frontDoor, deployment);
      allowIntentModel(frontDoor, deployment);
      frontDoor.setVariable('ALLOW_PLAIN_CONTEXT', String(deployment.stage.allowPlainContext));
    }

    const routes = new CommandRoutes(this, 'Routes', {
      deployment,
      bus: bus.bus,
      laneOf: (tier) => coordinator.laneOf(tier),
    });
    new EventRelay(this, 'EventRelay', { deployment, journal, bus, state });
    new Reconciliation(this, 'Reconciliation', { deployment, journal, bus, state });
    new DeadlineAlarms(this, 'Deadlines', { stage: deployment.stageName });
    new ClaimSweep(this, 'ClaimSweep', { deployment, journal, state });
    const receipts = new ReceiptsIntake(this, 'ReceiptsIntake', { deployment, journal, customers });
    const stores = { journal, customers, state };
    const releaseProps = { deployment, bus: bus.bus, agentLanes, ...stores };
    const release = new ParkingRelease(this, 'ParkingRelease', releaseProps);
    const lanes = coordinator.deadLetters('coordinator', 'bus-events');
    const others = [routes, receipts, release, backOffice].map((each) => each.deadLetters);
    const deadLetters = [...lanes, ...others];
    new DeadLetterTriage(this, 'Triage', { deployment, of: 'messaging', deadLetters, ...stores });
  }
}
