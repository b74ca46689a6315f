import { join } from 'node:path';
import { agents } from '../config/agents.ts';
import { contactPricesUsd } from '../config/campaigns.ts';
import { stages } from '../config/stages.ts';
import { DynamoDbCampaignStore } from '../shared/campaigns/adapters/dynamodb-campaign-store.ts';
import { type CampaignDesk, createCampaignDesk } from '../shared/campaigns/campaign-desk.ts';
import type { CampaignStore } from '../shared/campaigns/campaign-store.ts';
import type { DefinitionRules } from '../shared/campaigns/check-definition.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { FileTemplateStore } from '../shared/templates/adapters/file-template-store.ts';
import { StateTemplateStore } from '../shared/templates/adapters/state-template-store.ts';
import { openControls } from './open-controls.ts';
import type { StageAccess } from './stage-access.ts';

/** What definitions of a stage may name; of templates that were not pushed those of this checkout. */
export const openDefinitionRules = async (access: StageAccess, root: string): Promise<DefinitionRules> => {
  const [tableName = ''] = await access.parameters([access.names.stateTableName]);
  const bundled = new FileTemplateStore(join(root, 'config', 'templates'));
  const templates = new StateTemplateStore({ ...systemPorts, client: access.dynamoDb, tableName, bundled });
  return { agents, prices: contactPricesUsd, templates };
};

/** The campaigns of a stage. */
export const openCampaignStore = async (access: StageAccess): Promise<CampaignStore> => {
  const [tableName = ''] = await access.parameters([access.names.stateTableName]);
  const retentionDays = stages[access.target.name].journalRetentionDays;
  return new DynamoDbCampaignStore({ ...systemPorts, client: access.dynamoDb, tableName, retentionDays });
};

/** What serves commands about campaigns that do not go by the bus. */
export const openCampaignDesk = async (access: StageAccess, root: string): Promise<CampaignDesk> =>
  createCampaignDesk({
    ...systemPorts,
    ...(await openDefinitionRules(access, root)),
    journal: await access.journal(),
    controls: await openControls(access),
    store: await openCampaignStore(access),
  });
