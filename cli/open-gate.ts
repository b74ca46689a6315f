import { join } from 'node:path';
import { agents } from '../config/agents.ts';
import { lanes } from '../config/lanes.ts';
import { policies } from '../config/policies.ts';
import { stages } from '../config/stages.ts';
import { DynamoDbCapLedger } from '../shared/policy/adapters/dynamodb-cap-ledger.ts';
import { policyControls } from '../shared/policy/contact-policy.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { createControlBoard } from '../shared/state/control-board.ts';
import { FileTemplateStore } from '../shared/templates/adapters/file-template-store.ts';
import { StateTemplateStore } from '../shared/templates/adapters/state-template-store.ts';
import { openControls } from './open-controls.ts';
import type { StageAccess } from './stage-access.ts';

/** What agents of the stage decide by; of templates that were not pushed those of this checkout. */
export const openGate = async (access: StageAccess, root: string) => {
  const [tableName = ''] = await access.parameters([access.names.stateTableName]);
  const table = { ...systemPorts, client: access.dynamoDb, tableName };
  const store = await openControls(access);
  return {
    ...systemPorts,
    agents,
    laneTable: lanes,
    policies,
    allowPlainContext: stages[access.target.name].allowPlainContext,
    customers: await access.customers(),
    templates: new StateTemplateStore({
      ...table,
      bundled: new FileTemplateStore(join(root, 'config', 'templates')),
    }),
    caps: new DynamoDbCapLedger(table),
    controls: createControlBoard({ ...systemPorts, store, names: [...policyControls] }),
  };
};
