import { join } from 'node:path';
import { agents } from '../config/agents.ts';
import { coordination } from '../config/coordination.ts';
import { lanes } from '../config/lanes.ts';
import { policies } from '../config/policies.ts';
import { stages } from '../config/stages.ts';
import { dynamoDbLoadReader } from '../shared/balancing/adapters/dynamodb-load-reader.ts';
import { createPoolWatch } from '../shared/coordination/watch-pools.ts';
import { DynamoDbCapLedger } from '../shared/policy/adapters/dynamodb-cap-ledger.ts';
import { createContactPolicy } from '../shared/policy/contact-policy.ts';
import { openPoolBoard } from '../shared/runtime/open-coordination.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { FileTemplateStore } from '../shared/templates/adapters/file-template-store.ts';
import { StateTemplateStore } from '../shared/templates/adapters/state-template-store.ts';
import { openControls } from './open-controls.ts';
import type { StageAccess } from './stage-access.ts';

/** What agents of the stage decide by; of templates that were not pushed those of this checkout. */
export const openGate = async (access: StageAccess, root: string) => {
  const [tableName = ''] = await access.parameters([access.names.stateTableName]);
  const table = { ...systemPorts, client: access.dynamoDb, tableName };
  const controls = openPoolBoard(agents, await openControls(access));
  const templates = new StateTemplateStore({
    ...table,
    bundled: new FileTemplateStore(join(root, 'config', 'templates')),
  });
  const { now } = systemPorts;
  return {
    ...systemPorts,
    agents,
    laneTable: lanes,
    policies,
    allowPlainContext: stages[access.target.name].allowPlainContext,
    customers: await access.customers(),
    templates,
    controls,
    caps: new DynamoDbCapLedger(table),
    costs: coordination,
    cipher: await access.cipher(),
    pools: createPoolWatch({ agents, board: controls, loads: dynamoDbLoadReader(table), now }),
    policyOf: (channel: string) => createContactPolicy({ channel, policies, templates, controls, now }),
  };
};
