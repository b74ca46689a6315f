import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import { MARK_PREFIX } from '../../shared/reconciliation/adapters/dynamodb-told-marks.ts';
import { CONTROL_PREFIX } from '../../shared/state/control-store.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** The table of state as stacks other than the data stack see it: found by parameters, opened by grants. */
export class State extends Construct {
  private readonly stageName: string;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.stageName = props.deployment.stageName;
  }

  /** Lets a function read pushed templates, by their names. */
  grantTemplates(target: SwitchboardFunction): void {
    this.grant(target, ['dynamodb:GetItem']);
  }

  /** Lets a function read state. */
  grantRead(target: SwitchboardFunction): void {
    this.grant(target, ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query']);
  }

  /** Lets a function read state and put new versions of it. */
  grantReadWrite(target: SwitchboardFunction): void {
    this.grant(target, ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query']);
  }

  /** Lets a function read all state and set the stage's switches, and write no other state. */
  grantControls(target: SwitchboardFunction): void {
    this.grantRead(target);
    this.grantPut(target, CONTROL_PREFIX);
  }

  /** Lets a function note what the bus was told, and write no other state. */
  grantMarks(target: SwitchboardFunction): void {
    this.grantPut(target, MARK_PREFIX);
  }

  /** Lets a function put items whose id begins so. */
  private grantPut(target: SwitchboardFunction, prefix: string): void {
    const ids = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] } };
    this.grant(target, ['dynamodb:PutItem'], ids);
  }

  private grant(target: SwitchboardFunction, actions: readonly string[], conditions: Conditions = {}): void {
    const { stateTableName, stateTableArn } = parameterNames(this.stageName);
    target.allow(actions, [StringParameter.valueForStringParameter(this, stateTableArn)], conditions);
    target.setVariable('STATE_TABLE', StringParameter.valueForStringParameter(this, stateTableName));
  }
}
