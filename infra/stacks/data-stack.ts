import { type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CustomersTable } from '../constructs/customers-table.ts';
import { FailedRecordsBucket } from '../constructs/failed-records-bucket.ts';
import { JournalTable } from '../constructs/journal-table.ts';
import { KeysTable } from '../constructs/keys-table.ts';
import { LargeBodiesBucket } from '../constructs/large-bodies-bucket.ts';
import { ParkingBucket } from '../constructs/parking-bucket.ts';
import { ReportsBucket } from '../constructs/reports-bucket.ts';
import { StateTable } from '../constructs/state-table.ts';
import type { Deployment } from '../deployment.ts';

export type DataStackProps = { readonly deployment: Deployment; readonly env: Environment };

/** What must outlive every other stack: facts, customers, keys and state, and what nobody could handle. */
export class DataStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, env }: DataStackProps) {
    super(scope, id, {
      env,
      description: `Switchboard ${deployment.stageName}: facts, customers, keys and state`,
      terminationProtection: !deployment.stage.removeDataOnDestroy,
    });
    new JournalTable(this, 'Journal', { deployment });
    new CustomersTable(this, 'Customers', { deployment });
    new KeysTable(this, 'Keys', { deployment });
    new StateTable(this, 'State', { deployment });
    new FailedRecordsBucket(this, 'FailedRecords', { deployment });
    new LargeBodiesBucket(this, 'LargeBodies', { deployment });
    new ParkingBucket(this, 'Parking', { deployment });
    new ReportsBucket(this, 'Reports', { deployment });
  }
}
