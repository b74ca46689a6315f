import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { State } from './state.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

export type ParkingProps = { readonly deployment: Deployment; readonly state: State };

/** Parked messages as stacks other than the data stack see them: found by parameters, opened by grants. */
export class Parking extends Construct {
  private readonly props: ParkingProps;

  constructor(scope: Construct, id: string, props: ParkingProps) {
    super(scope, id);
    this.props = props;
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
    this.props.state.grantParkedIndex(target, actions);
    target.setVariable('PARKING_BUCKET', this.bucketName());
  }

  private bucketArn(): string {
    return Stack.of(this).formatArn({
      service: 's3',
      region: '',
      account: '',
      resource: this.bucketName(),
    });
  }

  private bucketName(): string {
    const { parkingBucketName } = parameterNames(this.props.deployment.stageName);
    return StringParameter.valueForStringParameter(this, parkingBucketName);
  }
}
