import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { parameterNames } from '../../shared/lanes/parameter-names.ts';
import type { Deployment } from '../deployment.ts';
import type { SwitchboardFunction } from './switchboard-function.ts';

/** Customers and their keys as stacks other than the data stack see them: found by parameters, opened by grants. */
export class Customers extends Construct {
  private readonly deployment: Deployment;

  constructor(scope: Construct, id: string, props: { readonly deployment: Deployment }) {
    super(scope, id);
    this.deployment = props.deployment;
  }

  /** Lets a function read customers, and decrypt what they are told of them. */
  grantRead(target: SwitchboardFunction): void {
    const { customersTableName, customersTableArn } = this.names;
    target.allow(['dynamodb:BatchGetItem'], [this.value(customersTableArn)]);
    target.setVariable('CUSTOMERS_TABLE', this.value(customersTableName));
    this.grantKeys(target, { make: false });
  }

  /** Lets a function go through all customers, and decrypt what they are told of them. */
  grantList(target: SwitchboardFunction): void {
    this.grantRead(target);
    target.allow(['dynamodb:Scan'], [this.value(this.names.customersTableArn)]);
  }

  /** Lets a function change customers and find them by address, and make keys for new ones. */
  grantWrite(target: SwitchboardFunction): void {
    const { customersTableName, customersTableArn } = this.names;
    target.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:Query'],
      [this.value(customersTableArn)],
    );
    target.setVariable('CUSTOMERS_TABLE', this.value(customersTableName));
    this.grantKeys(target, { make: true });
  }

  /** Lets a function read customers, change their profiles by version and add rows beside them that nothing overwrites. */
  grantRecord(target: SwitchboardFunction): void {
    const { customersTableName, customersTableArn } = this.names;
    target.allow(
      ['dynamodb:BatchGetItem', 'dynamodb:PartiQLInsert', 'dynamodb:PartiQLUpdate'],
      [this.value(customersTableArn)],
    );
    target.setVariable('CUSTOMERS_TABLE', this.value(customersTableName));
    this.grantKeys(target, { make: true });
  }

  /** Lets a function encrypt and decrypt for customers, also new ones, without seeing their profiles. */
  grantEncrypt(target: SwitchboardFunction): void {
    this.grantKeys(target, { make: true });
  }

  /** Lets a function decrypt for customers, without seeing their profiles. */
  grantDecrypt(target: SwitchboardFunction): void {
    this.grantKeys(target, { make: false });
  }

  /** Nothing lets a function change or delete a key: what it encrypts would be lost. */
  private grantKeys(target: SwitchboardFunction, { make }: { readonly make: boolean }): void {
    const { keysTableName, keysTableArn, branchKeyArn } = this.names;
    target.allow(
      ['dynamodb:BatchGetItem', ...(make ? ['dynamodb:PartiQLInsert'] : [])],
      [this.value(keysTableArn)],
    );
    target.allow(['kms:Decrypt', ...(make ? ['kms:GenerateDataKey'] : [])], [this.value(branchKeyArn)]);
    target.setVariable('KEYS_TABLE', this.value(keysTableName));
    target.setVariable('BRANCH_KEY_ID', this.value(branchKeyArn));
  }

  private get names() {
    return parameterNames(this.deployment.stageName);
  }

  private value(parameterName: string): string {
    return StringParameter.valueForStringParameter(this, parameterName);
  }
}
