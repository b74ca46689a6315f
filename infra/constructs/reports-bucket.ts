import { Duration, Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { addDataBucket } from './data-bucket.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** Days that reports and snapshots of switches are kept: a year can be compared with the one before. */
const KEPT_DAYS = 800;

/** Where reports lie, which hold counts and ids; they outlive the facts that they were counted from. */
export class ReportsBucket extends Construct {
  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    const { stage, stageName } = props.deployment;
    const bucket = addDataBucket(this, 'Bucket', stage, {
      expiration: Duration.days(KEPT_DAYS),
      abortIncompleteMultipartUploadAfter: Duration.days(1),
    });
    new StringParameter(this, 'Name', {
      parameterName: parameterNames(stageName).reportsBucketName,
      stringValue: bucket.bucketName,
    });
  }
}

/** Lets a function write reports, and read what it wrote. */
export const grantReports = (scope: Construct, stageName: string, target: SwitchboardFunction): void => {
  const name = StringParameter.valueForStringParameter(scope, parameterNames(stageName).reportsBucketName);
  const arn = Stack.of(scope).formatArn({ service: 's3', region: '', account: '', resource: name });
  target.allow(['s3:GetObject', 's3:PutObject'], [`${arn}/*`]);
  // Without it S3 says of a file that is not there "forbidden".
  target.allow(['s3:ListBucket'], [arn]);
  target.setVariable('REPORTS_BUCKET', name);
};
