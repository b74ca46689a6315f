import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Choice,
  Condition,
  CustomState,
  DefinitionBody,
  Errors,
  JitterType,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
  Timeout,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

export type CampaignMachineProps = {
  readonly deployment: Deployment;
  readonly master: SwitchboardFunction;
  /** Seconds of one call of the master at most. */
  readonly timeoutSeconds: number;
};

/** Tries of a call before the execution fails: with full jitter over about a quarter of an hour. */
const MOST_TRIES = 10;

/**
 * Adds the state machine of campaigns: it calls the master until that says how it ends, waits when it says so, and hands on to
 * another execution before its history is too long. All that must be remembered is the master's; an execution holds ids.
 */
export const addCampaignMachine = (
  scope: Construct,
  id: string,
  props: CampaignMachineProps,
): StateMachine => {
  const { deployment, master, timeoutSeconds } = props;
  const stateMachineName = `switchboard-${deployment.stageName}-campaign`;
  const arn = Stack.of(scope).formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: stateMachineName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  const advance = new LambdaInvoke(scope, 'Advance', {
    lambdaFunction: master.target,
    payload: TaskInput.fromObject({ 'input.$': '$', 'execution.$': '$$.Execution.Name' }),
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    taskTimeout: Timeout.duration(Duration.seconds(timeoutSeconds + 10)),
  }).addRetry({
    errors: [Errors.ALL],
    interval: Duration.seconds(2),
    backoffRate: 2,
    maxDelay: Duration.minutes(5),
    maxAttempts: MOST_TRIES,
    jitterStrategy: JitterType.FULL,
  });
  const rest = new Wait(scope, 'Rest', { time: WaitTime.timestampPath('$.until') });
  const end = new Succeed(scope, 'End');
  const handOn = handOnTo(scope, arn).next(end);
  const definition = advance.next(
    new Choice(scope, 'HowToGoOn')
      .when(Condition.stringEquals('$.move', 'GO_ON'), advance)
      .when(Condition.stringEquals('$.move', 'WAIT'), rest.next(advance))
      .when(Condition.stringEquals('$.move', 'CHAIN'), handOn)
      .otherwise(end),
  );
  const machine = new StateMachine(scope, id, {
    stateMachineName,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromChainable(definition),
  });
  machine.addToRolePolicy(new PolicyStatement({ actions: ['states:StartExecution'], resources: [arn] }));
  return machine;
};

/** Named by the campaign, the run and the leg: handing on twice is handing on once. */
const handOnTo = (scope: Construct, arn: string): CustomState =>
  new CustomState(scope, 'HandOn', {
    stateJson: {
      Type: 'Task',
      Resource: 'arn:aws:states:::states:startExecution',
      Parameters: {
        StateMachineArn: arn,
        'Name.$': '$.name',
        Input: { 'campaignId.$': '$.campaignId', 'run.$': '$.run', 'leg.$': '$.leg' },
      },
      Retry: [
        {
          ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'],
          MaxAttempts: 0,
        },
        {
          ErrorEquals: ['States.ALL'],
          IntervalSeconds: 2,
          BackoffRate: 2,
          MaxAttempts: MOST_TRIES,
          JitterStrategy: 'FULL',
        },
      ],
      Catch: [{ ErrorEquals: ['StepFunctions.ExecutionAlreadyExistsException'], Next: 'End' }],
    },
  });
