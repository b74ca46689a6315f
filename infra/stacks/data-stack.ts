import { type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { FailedRecordsBucket } from '../constructs/failed-records-bucket.ts';
import { JournalTable } from '../constructs/journal-table.ts';
import type { Deployment } from '../deployment.ts';

export type DataStackProps = { readonly deployment: Deployment; readonly env: Environment };

/** What must outlive every other stack: the journal, and the records that its readers could not handle. */
export class DataStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, env }: DataStackProps) {
    super(scope, id, {
      env,
      description: `Switchboard ${deployment.stageName}: journal of facts`,
      terminationProtection: !deployment.stage.removeDataOnDestroy,
    });
    new JournalTable(this, 'Journal', { deployment });
    new FailedRecordsBucket(this, 'FailedRecords', { deployment });
  }
}
