import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { localAws, localRegion } from './aws-settings.ts';

/** The qualifier of CDK's default bootstrap stack, and a version of it that no stack finds too old. */
const QUALIFIER = 'hnb659fds';
const VERSION = '30';
const ACCOUNT = '000000000000';

/**
 * Makes the two things of a bootstrap stack that a deploy on the local stage needs: the bucket for assets and the
 * version. `cdk bootstrap` takes 12 to 17 s there; its roles are not needed, since LocalStack lets anyone assume any.
 * It also wakes DynamoDB Local, which starts with the first request, so that no stack waits for that.
 */
export const prepareStorage = async (endpoint: string): Promise<void> => {
  const settings = localAws(endpoint);
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const ssm = new SSMClient(settings);
  const dynamoDb = new DynamoDBClient(settings);
  const version = { Name: `/cdk-bootstrap/${QUALIFIER}/version`, Value: VERSION, Type: 'String' } as const;
  try {
    await Promise.all([
      s3.send(new CreateBucketCommand({ Bucket: `cdk-${QUALIFIER}-assets-${ACCOUNT}-${localRegion}` })),
      ssm.send(new PutParameterCommand({ ...version, Overwrite: true })),
      dynamoDb.send(new ListTablesCommand({})),
    ]);
  } finally {
    for (const client of [s3, ssm, dynamoDb]) client.destroy();
  }
};
