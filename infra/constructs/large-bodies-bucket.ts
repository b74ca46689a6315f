import { Duration } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { addDataBucket } from './data-bucket.ts';

/** Days that a message may lie in its lane and then in its dead-letter queue, before it is parked as long as facts are kept. */
const QUEUE_DAYS = 4 + 14;

/**
 * Where commands lie that are too large for a queue: their personal fields are JWE already, as they are in a lane. They expire
 * after everything that may still point to them.
 */
export class LargeBodiesBucket extends Construct {
  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    const { stage, stageName } = props.deployment;
    const bucket = addDataBucket(this, 'Bucket', stage, {
      expiration: Duration.days(stage.journalRetentionDays + QUEUE_DAYS),
      abortIncompleteMultipartUploadAfter: Duration.days(1),
    });
    new StringParameter(this, 'Name', {
      parameterName: parameterNames(stageName).largeBodiesBucketName,
      stringValue: bucket.bucketName,
    });
  }
}
