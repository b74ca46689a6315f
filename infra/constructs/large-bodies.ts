import { Stack } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** Commands that are too large for a queue, as stacks other than the data stack see them. */
export class LargeBodies extends Construct {
  private readonly stageName: string;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.stageName = props.deployment.stageName;
  }

  /** Lets a function keep large commands of any agent type; it cannot read what it kept. */
  grantPut(target: SwitchboardFunction): void {
    target.allow(['s3:PutObject'], [`${this.bucketArn()}/*`]);
    target.setVariable('LARGE_BODIES_BUCKET', this.bucketName());
  }

  /** Lets a function read the large commands of its agent type, and no others. */
  grantGet(target: SwitchboardFunction, agentType: string): void {
    target.allow(['s3:GetObject'], [`${this.bucketArn()}/${agentType}/*`]);
    // Without it S3 says of a command that is gone "forbidden".
    target.allow(['s3:ListBucket'], [this.bucketArn()], { StringLike: { 's3:prefix': `${agentType}/*` } });
    target.setVariable('LARGE_BODIES_BUCKET', this.bucketName());
  }

  private bucketArn(): string {
    return Stack.of(this).formatArn({ service: 's3', region: '', account: '', resource: this.bucketName() });
  }

  private bucketName(): string {
    return StringParameter.valueForStringParameter(
      this,
      parameterNames(this.stageName).largeBodiesBucketName,
    );
  }
}
