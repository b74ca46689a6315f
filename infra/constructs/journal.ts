import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** The journal as stacks other than the data stack see it: found by parameters, opened by grants. */
export class Journal extends Construct {
  private readonly deployment: Deployment;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.deployment = props.deployment;
  }

  /** Lets a function insert and read facts; nothing lets it change or delete one. */
  grantInsertAndRead(target: SwitchboardFunction): void {
    this.grant(target, [
      'dynamodb:PartiQLInsert',
      'dynamodb:Query',
      'dynamodb:GetItem',
      'dynamodb:BatchGetItem',
    ]);
  }

  /** Lets a function insert facts, and read none. */
  grantInsert(target: SwitchboardFunction): void {
    this.grant(target, ['dynamodb:PartiQLInsert']);
  }

  /** Lets a function list what is UNKNOWN, resolved ones included. */
  grantListing(target: SwitchboardFunction): void {
    const arn = StringParameter.valueForStringParameter(
      this,
      parameterNames(this.deployment.stageName).journalTableArn,
    );
    target.allow(['dynamodb:Query'], [`${arn}/index/listing`]);
  }

  /** Lets a function, or its mapping, read the stream, and returns the stream's ARN. */
  grantStreamRead(target: SwitchboardFunction): string {
    const streamArn = StringParameter.valueForStringParameter(
      this,
      parameterNames(this.deployment.stageName).journalStreamArn,
    );
    target.allow(
      ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
      [streamArn],
    );
    return streamArn;
  }

  private grant(target: SwitchboardFunction, actions: readonly string[]): void {
    const { stageName, stage } = this.deployment;
    const names = parameterNames(stageName);
    target.allow(actions, [StringParameter.valueForStringParameter(this, names.journalTableArn)]);
    target.setVariable(
      'JOURNAL_TABLE',
      StringParameter.valueForStringParameter(this, names.journalTableName),
    );
    target.setVariable('JOURNAL_RETENTION_DAYS', String(stage.journalRetentionDays));
  }
}
