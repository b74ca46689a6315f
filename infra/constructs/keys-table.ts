import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import { DataTable } from './data-table.ts';

/**
 * The table of customers' keys, and the KMS key that protects the branch key above them. Without recovery: deleting a
 * customer's row is its erasure, and a table that could be restored would undo it.
 */
export class KeysTable extends Construct {
  constructor(scope: Construct, id: string, { deployment }: { readonly deployment: Deployment }) {
    super(scope, id);
    const names = parameterNames(deployment.stageName);
    new DataTable(this, 'Keys', {
      deployment,
      partitionKey: { name: 'id', type: AttributeType.STRING },
      recoverable: false,
      parameters: { name: names.keysTableName, arn: names.keysTableArn },
    });
    new StringParameter(this, 'BranchKeyArn', {
      parameterName: names.branchKeyArn,
      stringValue: this.createKey(deployment).keyArn,
    });
  }

  private createKey({ stage, stageName }: Deployment): Key {
    return new Key(this, 'BranchKey', {
      description: `Switchboard ${stageName}: protects the branch key above the keys of customers`,
      enableKeyRotation: true,
      removalPolicy: stage.removeDataOnDestroy ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    });
  }
}
