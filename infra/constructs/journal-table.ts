import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';

/**
 * The table of facts, with the stream that relay and audit read; its names are published as parameters.
 *
 * Encrypted with the account's AWS-managed key: facts hold ids, codes and times, so a key of our own would cost
 * money per month and per call and protect nothing more; its use shows in CloudTrail all the same.
 */
export class JournalTable extends Construct {
  private readonly table: TableV2;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.table = this.createTable(props.deployment.stage.removeDataOnDestroy);
    this.publish(props.deployment.stageName);
  }

  private createTable(removeOnDestroy: boolean): TableV2 {
    return new TableV2(this, 'Table', {
      partitionKey: { name: 'aggregate', type: AttributeType.STRING },
      sortKey: { name: 'key', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: 'listing',
          partitionKey: { name: 'listing', type: AttributeType.STRING },
          sortKey: { name: 'at', type: AttributeType.NUMBER },
          projectionType: ProjectionType.ALL,
        },
      ],
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      dynamoStream: StreamViewType.NEW_IMAGE,
      timeToLiveAttribute: 'expiresAt',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !removeOnDestroy,
      removalPolicy: removeOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }

  private publish(stageName: string): void {
    const names = parameterNames(stageName);
    this.parameter('TableName', names.journalTableName, this.table.tableName);
    this.parameter('TableArn', names.journalTableArn, this.table.tableArn);
    this.parameter('StreamArn', names.journalStreamArn, this.table.tableStreamArn ?? '');
  }

  private parameter(id: string, parameterName: string, stringValue: string): void {
    new StringParameter(this, id, { parameterName, stringValue });
  }
}
