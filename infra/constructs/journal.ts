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
    const { stageName, stage } = this.deployment;
    const names = parameterNames(stageName);
    target.allow(
      ['dynamodb:PartiQLInsert', 'dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:BatchGetItem'],
      [StringParameter.valueForStringParameter(this, names.journalTableArn)],
    );
    target.setVariable(
      'JOURNAL_TABLE',
      StringParameter.valueForStringParameter(this, names.journalTableName),
    );
    target.setVariable('JOURNAL_RETENTION_DAYS', String(stage.journalRetentionDays));
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
}
