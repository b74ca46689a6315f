import type { Conditions } from 'aws-cdk-lib/aws-iam';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { POOL_PREFIX } from '../../shared/balancing/load-exchange.ts';
import { CAMPAIGN_PREFIX } from '../../shared/campaigns/campaign-store.ts';
import { DUE_PREFIX } from '../../shared/journal/due-claims.ts';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import { PARKED_PREFIX } from '../../shared/parking/adapters/parked-item.ts';
import { CAP_PREFIX } from '../../shared/policy/cap-ledger.ts';
import { MARK_PREFIX } from '../../shared/reconciliation/adapters/dynamodb-told-marks.ts';
import { INDEX_PREFIX } from '../../shared/reports/adapters/dynamodb-command-index.ts';
import { CONTROL_PREFIX } from '../../shared/state/control-store.ts';
import { TASK_PREFIX } from '../../shared/tasks/task-index.ts';
import { TIMER_PREFIX } from '../../shared/timers/timer-store.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** The table of state as stacks other than the data stack see it: found by parameters, opened by grants. */
export class State extends Construct {
  private readonly stageName: string;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.stageName = props.deployment.stageName;
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

  /** Lets a function's journal open and settle due claims, and write no other state. */
  grantDueClaims(target: SwitchboardFunction): void {
    this.grantOnIds(target, ['dynamodb:PartiQLDelete', 'dynamodb:PartiQLInsert'], DUE_PREFIX);
  }

  /** Lets a function tell and learn what the identities of pools do, and write no other state. */
  grantPools(target: SwitchboardFunction): void {
    this.grantOnIds(target, ['dynamodb:UpdateItem'], POOL_PREFIX);
  }

  /** Lets a function count contacts, and write no other state. */
  grantCaps(target: SwitchboardFunction): void {
    this.grantOnIds(target, ['dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'], CAP_PREFIX);
  }

  /** Lets a function set and forget timers, and write no other state. */
  grantTimers(target: SwitchboardFunction): void {
    this.grantOnIds(target, ['dynamodb:BatchWriteItem'], TIMER_PREFIX);
  }

  /** Lets a function put tasks for people into their lists and take them out, and write no other state. */
  grantTasks(target: SwitchboardFunction): void {
    this.grantRead(target);
    this.grantOnIds(target, ['dynamodb:DeleteItem', 'dynamodb:PutItem'], TASK_PREFIX);
  }

  /** Lets a function keep campaigns and their members and set the stage's switches, and write no other state. */
  grantCampaigns(target: SwitchboardFunction): void {
    this.grantControls(target);
    this.grantOnIds(target, ['dynamodb:PutItem', 'dynamodb:PartiQLInsert'], CAMPAIGN_PREFIX);
  }

  /** Lets a function note what the bus was told, and write no other state. */
  grantMarks(target: SwitchboardFunction): void {
    this.grantPut(target, MARK_PREFIX);
  }

  /** Lets a function put commands into the index that reports are made from, and write no other state. */
  grantCommandIndex(target: SwitchboardFunction): void {
    this.grantPut(target, INDEX_PREFIX);
  }

  /** Lets a function do this with the index of parked messages, and with no other state. */
  grantParkedIndex(target: SwitchboardFunction, actions: readonly string[]): void {
    this.grantOnIds(target, actions, PARKED_PREFIX);
  }

  /** Lets a function put items whose id begins so. */
  private grantPut(target: SwitchboardFunction, prefix: string): void {
    this.grantOnIds(target, ['dynamodb:PutItem'], prefix);
  }

  private grantOnIds(target: SwitchboardFunction, actions: readonly string[], prefix: string): void {
    const ids = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${prefix}*`] } };
    this.grant(target, actions, ids);
  }

  private grant(target: SwitchboardFunction, actions: readonly string[], conditions: Conditions = {}): void {
    const { stateTableName, stateTableArn } = parameterNames(this.stageName);
    target.allow(actions, [StringParameter.valueForStringParameter(this, stateTableArn)], conditions);
    target.setVariable('STATE_TABLE', StringParameter.valueForStringParameter(this, stateTableName));
  }
}
