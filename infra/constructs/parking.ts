import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import { PARKED_PREFIX } from '../../shared/parking/adapters/parked-item.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** Parked messages as stacks other than the data stack see them: found by parameters, opened by grants. */
export class Parking extends Construct {
  private readonly deployment: Deployment;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.deployment = props.deployment;
  }

  /** Lets a function keep messages aside; it cannot read what it kept. */
  grantPut(target: SwitchboardFunction): void {
    target.allow(['s3:PutObject'], [`${this.bucketArn()}/*`]);
    this.grantIndex(target, ['dynamodb:PutItem']);
  }

  /** Lets a function read messages that are kept, and forget them. */
  grantTake(target: SwitchboardFunction): void {
    target.allow(['s3:DeleteObject', 's3:GetObject'], [`${this.bucketArn()}/*`]);
    // Without it S3 says of a body that is gone "forbidden".
    target.allow(['s3:ListBucket'], [this.bucketArn()]);
    this.grantIndex(target, ['dynamodb:Query', 'dynamodb:DeleteItem']);
  }

  /** Of the table of state only the index of parked messages. */
  private grantIndex(target: SwitchboardFunction, actions: readonly string[]): void {
    const { stateTableArn, stateTableName, parkingBucketName } = parameterNames(this.deployment.stageName);
    const ids = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${PARKED_PREFIX}*`] } };
    target.allow(actions, [this.value(stateTableArn)], ids);
    target.setVariable('STATE_TABLE', this.value(stateTableName));
    target.setVariable('PARKING_BUCKET', this.value(parkingBucketName));
  }

  private bucketArn(): string {
    return Stack.of(this).formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: this.value(parameterNames(this.deployment.stageName).parkingBucketName),
    });
  }

  private value(parameterName: string): string {
    return StringParameter.valueForStringParameter(this, parameterName);
  }
}
