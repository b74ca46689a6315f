import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { DataTable } from './data-table.ts';

/** The table of what changes by version, such as conversations: `id` says what it is the state of, `part` which part. */
export class StateTable extends Construct {
  constructor(scope: Construct, id: string, { deployment }: { readonly deployment: Deployment }) {
    super(scope, id);
    const names = parameterNames(deployment.stageName);
    new DataTable(this, 'State', {
      deployment,
      partitionKey: { name: 'id', type: AttributeType.STRING },
      sortKey: { name: 'part', type: AttributeType.STRING },
      recoverable: true,
      expires: true,
      parameters: { name: names.stateTableName, arn: names.stateTableArn },
    });
  }
}
