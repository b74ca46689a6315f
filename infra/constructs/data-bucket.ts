import { RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Stage } from '../../shared/lanes/stage.ts';

/** Adds a bucket, encrypted, private and TLS only, whose objects go by `lifecycle`; it goes with its stack where data may. */
export const addDataBucket = (
  scope: Construct,
  id: string,
  stage: Pick<Stage, 'removeDataOnDestroy'>,
  lifecycle: LifecycleRule,
): Bucket =>
  new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    lifecycleRules: [lifecycle],
    removalPolicy: stage.removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
  });
