import { randomUUID } from 'node:crypto';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { inject } from 'vitest';
import { parameterNames } from '../../../shared/lanes/parameter-names.ts';
import { StateTemplateArchive } from '../../../shared/templates/adapters/state-template-archive.ts';
import { StateTemplateStore } from '../../../shared/templates/adapters/state-template-store.ts';
import { describeTemplateArchive } from '../../contracts/template-archive-contract.ts';
import { describeTemplateStore } from '../../contracts/template-store-contract.ts';
import { localDynamoDb } from '../../support/create-journal-table.ts';

/** The deployed stage's own table of state. */
const stateTable = async () => {
  const endpoint = inject('endpoint');
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const ssm = new SSMClient({ endpoint, region: 'us-east-1', credentials });
  const Name = parameterNames('local').stateTableName;
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
  return { client: localDynamoDb(endpoint), tableName: Parameter?.Value ?? '' };
};

describeTemplateArchive('StateTemplateArchive', async () => new StateTemplateArchive(await stateTable()));

describeTemplateStore('StateTemplateStore', async (templates) => {
  const table = await stateTable();
  // The stage's own templates keep their ids: a test's version of one must not be sent by other tests.
  const prefix = `t${randomUUID().slice(0, 8)}-`;
  const archive = new StateTemplateArchive(table);
  for (const template of templates) {
    const renamed = { ...template, templateId: `${prefix}${template.templateId}` };
    await archive.push(renamed, { pushedBy: 'test', pushedAt: new Date().toISOString() });
  }
  const bundled = { get: async () => undefined };
  const store = new StateTemplateStore({ ...table, bundled, now: Date.now });
  return {
    get: async (templateId) => {
      const template = await store.get(
        templateId.startsWith('templ-') ? `${prefix}${templateId}` : templateId,
      );
      return template && { ...template, templateId: template.templateId.replace(prefix, '') };
    },
  };
});
