import { DynamoDbTaskIndex } from '../tasks/adapters/dynamodb-task-index.ts';
import { createTaskOpener } from '../tasks/open-task.ts';
import type { TaskOpener } from '../tasks/task.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { openJournal } from './open-journal.ts';

/** The lists of tasks of a function's stage, as its environment names them (`State.grantTasks`). */
export const openTaskIndex = (env: { readonly STATE_TABLE: string }): DynamoDbTaskIndex =>
  new DynamoDbTaskIndex({ client: dynamoDbClient(), tableName: env.STATE_TABLE });

/** What opens tasks for people at a function's stage. */
export const openTaskOpener = (
  env: Parameters<typeof openJournal>[0] & { readonly STATE_TABLE: string },
  journal = openJournal(env),
): TaskOpener => createTaskOpener({ journal, tasks: openTaskIndex(env) });
