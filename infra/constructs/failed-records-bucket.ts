import { Duration, Stack } from 'aws-cdk-lib';
import type { IEventSourceDlq } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { addDataBucket } from './data-bucket.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/**
 * Where stream records lie, whole, that a reader could not handle; they expire with the facts that they are copies of.
 * A bucket that is not empty outlives its stack on every stage.
 */
export class FailedRecordsBucket extends Construct {
  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    const { stage, stageName } = props.deployment;
    const bucket = addDataBucket(this, 'Bucket', stage, {
      expiration: Duration.days(stage.journalRetentionDays),
    });
    new StringParameter(this, 'Name', {
      parameterName: parameterNames(stageName).failedRecordsBucketName,
      stringValue: bucket.bucketName,
    });
  }
}

/** The bucket as a stream mapping's failure destination. Lets the function's mapping write there, and nothing else. */
export const failedRecordsDestination = (
  scope: Construct,
  stageName: string,
  target: SwitchboardFunction,
): IEventSourceDlq => {
  const { arn: destination } = bucketIn(scope, stageName);
  target.allow(['s3:PutObject'], [`${destination}/*`]);
  target.allow(['s3:ListBucket'], [destination]);
  return { bind: () => ({ destination }) };
};

/** Lets a function read what lies in the bucket. */
export const grantFailedRecordsRead = (
  scope: Construct,
  stageName: string,
  target: SwitchboardFunction,
): void => {
  const { arn, name } = bucketIn(scope, stageName);
  target.allow(['s3:GetObject'], [`${arn}/*`]);
  target.allow(['s3:ListBucket'], [arn]);
  target.setVariable('FAILED_RECORDS_BUCKET', name);
};

const bucketIn = (scope: Construct, stageName: string): { readonly name: string; readonly arn: string } => {
  const name = StringParameter.valueForStringParameter(
    scope,
    parameterNames(stageName).failedRecordsBucketName,
  );
  return { name, arn: Stack.of(scope).formatArn({ service: 's3', region: '', account: '', resource: name }) };
};
