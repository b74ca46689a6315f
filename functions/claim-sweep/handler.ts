import { unknownAgeSeconds } from '../../config/lanes.ts';
import { DynamoDbDueClaims } from '../../shared/journal/adapters/dynamodb-due-claims.ts';
import { dynamoDbClient } from '../../shared/runtime/aws-clients.ts';
import { createSweepHandler } from '../../shared/runtime/create-sweep-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openControls } from '../../shared/runtime/open-controls.ts';
import { openJournal } from '../../shared/runtime/open-journal.ts';
import { openTaskIndex } from '../../shared/runtime/open-tasks.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv('STAGE', 'JOURNAL_TABLE', 'JOURNAL_RETENTION_DAYS', 'STATE_TABLE');

/** Finds what an agent that died left behind, and what nobody resolved in time. */
export const handler = createSweepHandler({
  ...systemPorts,
  stage: env.STAGE,
  dimensions: { stage: env.STAGE, function: 'claim-sweep' },
  ageSeconds: unknownAgeSeconds,
  journal: openJournal(env),
  due: new DynamoDbDueClaims({ client: dynamoDbClient(), tableName: env.STATE_TABLE }),
  controls: openControls(env, []).store,
  tasks: openTaskIndex(env),
});
