import { Arn, ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import { awaitedBy } from '../../shared/sagas/awaited-by.ts';
import { awaits, problemsOf, type SagaPlan } from '../../shared/sagas/saga-plan.ts';
import type { Deployment } from '../deployment.ts';
import { sagaDefinition } from '../saga-definition.ts';
import { AgentLanes } from './agent-lanes.ts';
import { addAlarm, ownMetric } from './alarm.ts';
import { Customers } from './customers.ts';
import { allowIntentModel } from './intent-model.ts';
import { Journal } from './journal.ts';
import { LargeBodies } from './large-bodies.ts';
import { addLostEventsQueue } from './message-queue.ts';
import { State } from './state.ts';
import { SwitchboardFunction } from './switchboard-function.ts';

export type SagaProps = {
  readonly deployment: Deployment;
  /** The saga's name: its state machine is `switchboard-<stage>-<name>`. */
  readonly name: string;
  readonly plan: SagaPlan;
};

/**
 * A saga: a state machine that has its function do each step and, when one fails, undo all that began, and what ends it where
 * the state machine itself is stopped, times out or breaks.
 */
export class Saga extends Construct {
  private readonly steps: SwitchboardFunction;
  private readonly lost: Queue;

  constructor(scope: Construct, id: string, props: SagaProps) {
    super(scope, id);
    const { deployment, name, plan } = props;
    const problems = problemsOf(name, plan);
    if (problems.length > 0) throw new RangeError(`config/sagas.ts: ${problems.join('; ')}`);
    this.steps = this.createFunction(props);
    this.createMachine(props);
    // The saga times out where its function never took an event, and is compensated.
    this.lost = addLostEventsQueue(this, 'LostEvents', deployment.stage, 'saga-unresolved');
    if (plan.steps.some(awaits)) this.hearAwaited(props);
    this.endWhatDidNotEnd(props);
    addAlarm(this, 'saga-unresolved', {
      metric: ownMetric('SAGA_UNRESOLVED', { stage: deployment.stageName, saga: name }),
      above: 0,
    });
  }

  private createFunction({ deployment, name, plan }: SagaProps): SwitchboardFunction {
    const steps = new SwitchboardFunction(this, 'Steps', {
      deployment,
      folder: plan.folder,
      description: `Switchboard ${deployment.stageName}: saga ${name}`,
      memoryMb: plan.memoryMb,
      timeoutSeconds: plan.functionTimeoutSeconds,
    });
    new Journal(this, 'Journal', { deployment }).grantInsertAndRead(steps);
    new Customers(this, 'Customers', { deployment }).grantWrite(steps);
    const state = new State(this, 'State', { deployment });
    state.grantReadWrite(steps);
    state.grantTimers(steps);
    state.grantTasks(steps);
    new AgentLanes(this, 'AgentLanes', { deployment }).grantSend(steps);
    new LargeBodies(this, 'LargeBodies', { deployment }).grantPut(steps);
    if (plan.readsAnswers) allowIntentModel(steps, deployment);
    return steps;
  }

  private createMachine({ deployment, name, plan }: SagaProps): void {
    const { stage, stageName } = deployment;
    const definition = sagaDefinition(plan, this.steps.target.functionArn);
    const machine = new StateMachine(this, 'Machine', {
      stateMachineName: `switchboard-${stageName}-${name}`,
      stateMachineType: plan.kind === 'express' ? StateMachineType.EXPRESS : StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(Stack.of(this).toJsonString(definition)),
      comment: plan.description,
      tracingEnabled: true,
      logs: {
        destination: new LogGroup(this, 'Logs', {
          retention: stage.logRetentionDays,
          removalPolicy: stage.removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
        }),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
    this.steps.target.grantInvoke(machine);
  }

  /** The ends of the commands that a step of this saga awaits, and no others. */
  private hearAwaited({ deployment, name }: SagaProps): void {
    const busName = StringParameter.valueForStringParameter(
      this,
      parameterNames(deployment.stageName).busName,
    );
    new Rule(this, 'Awaited', {
      eventBus: EventBus.fromEventBusName(this, 'Bus', busName),
      eventPattern: { detailType: ['EVENT'], detail: { correlation: { awaitedBy: [awaitedBy(name)] } } },
      targets: [new LambdaFunction(this.steps.target, { deadLetterQueue: this.lost })],
    });
    this.steps.allow(
      ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
      [machineArn(this, deployment.stageName, name)],
    );
  }

  /** Nothing inside a state machine catches its own time-out, an operator's stop or a broken state. */
  private endWhatDidNotEnd({ deployment, name, plan }: SagaProps): void {
    if (plan.kind === 'express') return; // AWS tells of standard ones only
    new Rule(this, 'EndedOtherwise', {
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [machineArn(this, deployment.stageName, name)],
        },
      },
      targets: [new LambdaFunction(this.steps.target, { deadLetterQueue: this.lost })],
    });
  }
}

/** Lets a function begin the sagas of a stage; by name, since their stack comes after those that begin them. */
export const grantSagaStart = (
  scope: Construct,
  target: SwitchboardFunction,
  deployment: Deployment,
): void => {
  const { sagas, stageName } = deployment;
  const machines = Object.keys(sagas).map((name) => machineArn(scope, stageName, name));
  const executions = machines.map((arn) => `${arn.replace(':stateMachine:', ':execution:')}:*`);
  target.allow(['states:StartExecution'], machines);
  target.allow(['states:DescribeExecution'], executions);
  target.setVariable('SAGA_MACHINE_PREFIX', machineArn(scope, stageName, ''));
};

/** By name, since a machine depends on its function's role, which names the machine. */
const machineArn = (scope: Construct, stageName: string, name: string): string =>
  Arn.format(
    {
      service: 'states',
      resource: 'stateMachine',
      resourceName: `switchboard-${stageName}-${name}`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    },
    Stack.of(scope),
  );

/** Publishes where sagas are begun, for the CLI. */
export const publishSagaMachines = (scope: Construct, stageName: string): void => {
  new StringParameter(scope, 'SagaMachines', {
    parameterName: parameterNames(stageName).sagaMachinePrefix,
    stringValue: machineArn(scope, stageName, ''),
  });
};
