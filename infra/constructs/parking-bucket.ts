import { Duration } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { addDataBucket } from './data-bucket.ts';

/** Where the bodies of parked messages lie, each one JWE; they expire with the facts that say so of them. */
export class ParkingBucket extends Construct {
  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    const { stage, stageName } = props.deployment;
    const bucket = addDataBucket(this, 'Bucket', stage, {
      expiration: Duration.days(stage.journalRetentionDays),
      abortIncompleteMultipartUploadAfter: Duration.days(1),
    });
    new StringParameter(this, 'Name', {
      parameterName: parameterNames(stageName).parkingBucketName,
      stringValue: bucket.bucketName,
    });
  }
}
