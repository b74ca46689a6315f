import { DynamoDbToldMarks } from '../../shared/reconciliation/adapters/dynamodb-told-marks.ts';
import { EventBridgePublisher } from '../../shared/relay/adapters/eventbridge-publisher.ts';
import { dynamoDbClient, eventBridgeClient } from '../../shared/runtime/aws-clients.ts';
import { createRelayHandler } from '../../shared/runtime/create-relay-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openCommandIndex } from '../../shared/runtime/open-command-index.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv('STAGE', 'BUS_NAME', 'STATE_TABLE', 'JOURNAL_TABLE', 'JOURNAL_RETENTION_DAYS');

/** Tells the bus what the journal's stream brings. */
export const handler = createRelayHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, function: 'event-relay' },
  publisher: new EventBridgePublisher({ ...systemPorts, client: eventBridgeClient(), busName: env.BUS_NAME }),
  journal: openJournal(env),
  index: openCommandIndex(env),
  marks: new DynamoDbToldMarks({ ...systemPorts, client: dynamoDbClient(), tableName: env.STATE_TABLE }),
});
