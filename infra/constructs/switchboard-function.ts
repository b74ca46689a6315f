import { join } from 'node:path';
import { Duration, Lazy, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type Conditions, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, type FunctionUrlAuthType, type IFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { envVariables } from '../../shared/runtime/env.ts';
import { FOLDER_TAG } from '../bundle/options.ts';
import type { Deployment } from '../deployment.ts';
import { addAlarm } from './alarm.ts';
import { bundlingOf } from './bundling.ts';
import { addQueueMapping, type QueueMappingProps } from './queue-mapping.ts';

export type SwitchboardFunctionProps = {
  readonly deployment: Deployment;
  /** Its folder under `functions/`, with a `handler.ts` that exports `handler`. */
  readonly folder: string;
  readonly description: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** The users' templates lie beside the code, as `templates/`. @default false */
  readonly withTemplates?: boolean;
  /** Environments that are kept for it, and its ceiling. @default the account's shared ones */
  readonly reservedConcurrency?: number;
  /** Environments that are started in advance. @default none */
  readonly provisionedConcurrency?: number;
};

/** Variables by which the clients of providers find the sandbox. */
type ProviderEndpoint = 'AWS_ENDPOINT_URL_SESV2' | 'AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2';

/** A function with a role and a log group of its own; permissions and variables come with what it is given. */
export class SwitchboardFunction extends Construct {
  /** What mappings invoke: the function, or its alias where environments are started in advance. */
  readonly target: IFunction;
  /** The function's role. */
  readonly role: Role;
  /** Its folder under `functions/`. */
  readonly folder: string;
  private readonly code: NodejsFunction;
  private readonly queueUrls: string[] = [];

  constructor(scope: Construct, id: string, props: SwitchboardFunctionProps) {
    super(scope, id);
    this.folder = props.folder;
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.code = this.createFunction(props, this.createLogGroup(props.deployment));
    Tags.of(this.code).add(FOLDER_TAG, props.folder);
    this.target = this.createTarget(props.provisionedConcurrency);
    this.setVariable('STAGE', props.deployment.stageName);
    this.addErrorAlarm();
  }

  /** Allows actions on exactly these resources, under conditions in IAM's own form. */
  allow(actions: readonly string[], resources: readonly string[], conditions: Conditions = {}): void {
    this.role.addToPolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources], conditions }),
    );
  }

  /** Sets a variable that `shared/runtime/env.ts` reads, or an endpoint that AWS clients read. */
  setVariable(name: keyof typeof envVariables | ProviderEndpoint, value: string): void {
    this.code.addEnvironment(name, value);
  }

  /** Opens the function to HTTPS and returns the URL, which ends with a slash. */
  addUrl(authType: FunctionUrlAuthType): string {
    return this.code.addFunctionUrl({ authType }).url;
  }

  /** How many of its invocations found no environment. */
  throttles(): Metric {
    return this.code.metricThrottles({ period: Duration.minutes(5), statistic: 'Sum' });
  }

  /** Lets a queue feed the function: mapping, permission, and its URL among `QUEUE_URLS`. */
  workOn(id: string, queue: IQueue, mapping: QueueMappingProps): void {
    this.allow(
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ChangeMessageVisibility'],
      [queue.queueArn],
    );
    addQueueMapping(this, `${id}Mapping`, this.target, queue, mapping);
    this.queueUrls.push(queue.queueUrl);
    this.setVariable(
      'QUEUE_URLS',
      Lazy.uncachedString({ produce: () => Stack.of(this).toJsonString(this.queueUrls) }),
    );
  }

  private createLogGroup({ stage }: Deployment): LogGroup {
    const logs = new LogGroup(this, 'Logs', {
      retention: stage.logRetentionDays,
      removalPolicy: stage.removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
    logs.grantWrite(this.role);
    return logs;
  }

  private createFunction(props: SwitchboardFunctionProps, logGroup: LogGroup): NodejsFunction {
    const { projectRoot, functionsFolder } = props.deployment;
    return new NodejsFunction(this, 'Function', {
      entry: join(projectRoot, functionsFolder, props.folder, 'handler.ts'),
      projectRoot,
      depsLockFilePath: join(projectRoot, 'package-lock.json'),
      bundling: bundlingOf({ withTemplates: props.withTemplates ?? false }),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: props.description,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role: this.role,
      logGroup,
      awsSdkConnectionReuse: false,
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
  }

  private createTarget(provisionedConcurrentExecutions: number | undefined): IFunction {
    if (provisionedConcurrentExecutions === undefined) return this.code;
    const live = this.code.addAlias('live', { provisionedConcurrentExecutions });
    return live as IFunction; // it is one; only `role?: IRole` and `role: IRole | undefined` keep the compiler from seeing it
  }

  private addErrorAlarm(): void {
    const metric = this.code.metricErrors({ period: Duration.minutes(5), statistic: 'Sum' });
    addAlarm(this, 'function-errors', { metric, above: 0 });
  }
}
