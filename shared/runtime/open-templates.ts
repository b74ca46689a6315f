import path from 'node:path';
import { FileTemplateStore } from '../templates/adapters/file-template-store.ts';
import { StateTemplateStore } from '../templates/adapters/state-template-store.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { systemPorts } from './system-ports.ts';

/** The templates of a function's stage: those that were pushed, and else those of its own bundle. */
export const openTemplates = (env: {
  readonly STATE_TABLE: string;
  readonly LAMBDA_TASK_ROOT: string;
}): StateTemplateStore =>
  new StateTemplateStore({
    ...systemPorts,
    client: dynamoDbClient(),
    tableName: env.STATE_TABLE,
    bundled: new FileTemplateStore(path.join(env.LAMBDA_TASK_ROOT, 'templates')),
  });
