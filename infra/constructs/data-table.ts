import { RemovalPolicy } from 'aws-cdk-lib';
import { type Attribute, Billing, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';

export type DataTableProps = {
  readonly deployment: Deployment;
  readonly partitionKey: Attribute;
  readonly sortKey?: Attribute;
  /** Whether any moment of the last 35 days can be restored: never where deleting must mean gone. */
  readonly recoverable: boolean;
  /** Whether items go by themselves when their `expiresAt` has passed. @default false */
  readonly expires?: boolean;
  /** Names of the parameters that tell other stacks of it. */
  readonly parameters: { readonly name: string; readonly arn: string };
};

/**
 * A table that other stacks find by parameters. Encrypted with the account's AWS-managed key: whatever is personal in it is
 * encrypted under its customer's own key already.
 */
export class DataTable extends Construct {
  constructor(scope: Construct, id: string, props: DataTableProps) {
    super(scope, id);
    const table = this.createTable(props);
    this.parameter('TableName', props.parameters.name, table.tableName);
    this.parameter('TableArn', props.parameters.arn, table.tableArn);
  }

  private createTable({ deployment, partitionKey, sortKey, ...props }: DataTableProps): TableV2 {
    const { removeDataOnDestroy } = deployment.stage;
    return new TableV2(this, 'Table', {
      partitionKey,
      ...(sortKey === undefined ? {} : { sortKey }),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      ...(props.expires === true ? { timeToLiveAttribute: 'expiresAt' } : {}),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: props.recoverable },
      deletionProtection: !removeDataOnDestroy,
      removalPolicy: removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }

  private parameter(id: string, parameterName: string, stringValue: string): void {
    new StringParameter(this, id, { parameterName, stringValue });
  }
}
