import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { DataTable } from './data-table.ts';

/** The table of customers and of the index that finds them by address. */
export class CustomersTable extends Construct {
  constructor(scope: Construct, id: string, { deployment }: { readonly deployment: Deployment }) {
    super(scope, id);
    const names = parameterNames(deployment.stageName);
    new DataTable(this, 'Customers', {
      deployment,
      partitionKey: { name: 'id', type: AttributeType.STRING },
      sortKey: { name: 'part', type: AttributeType.STRING },
      recoverable: true,
      parameters: { name: names.customersTableName, arn: names.customersTableArn },
    });
  }
}
