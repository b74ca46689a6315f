import type { AgentRegistry } from '../agents/agent-registry.ts';
import { dynamoDbLoadReader } from '../balancing/adapters/dynamodb-load-reader.ts';
import type { AdmissionRules } from '../client/admit-command.ts';
import type { ChooserDeps } from '../client/choose-channels.ts';
import type { CoordinationPolicies } from '../coordination/escalation-ladder.ts';
import { createPoolWatch, poolControls } from '../coordination/watch-pools.ts';
import type { ContactPolicies } from '../policy/contact-policies.ts';
import { createContactPolicy, policyControls } from '../policy/contact-policy.ts';
import { DynamoDbControlStore } from '../state/adapters/dynamodb-control-store.ts';
import { createControlBoard } from '../state/control-board.ts';
import { type ControlStore, pagedControls } from '../state/control-store.ts';
import { dynamoDbClient } from './aws-clients.ts';
import { openTaskOpener } from './open-tasks.ts';
import { openTemplates } from './open-templates.ts';
import { systemPorts } from './system-ports.ts';

/** What the users' configuration says, and what a process has opened already. */
type CoordinationParts = AdmissionRules &
  Pick<ChooserDeps, 'cipher' | 'customers' | 'journal'> & {
    readonly policies: ContactPolicies;
    readonly coordination: CoordinationPolicies;
  };

/** What chooses channels and escalates in a function, as its environment names it: one look at the switches a second. */
export const openCoordination = (
  env: Parameters<typeof openTaskOpener>[0] & { readonly LAMBDA_TASK_ROOT: string },
  { policies, coordination, ...parts }: CoordinationParts,
) => {
  const table = { ...systemPorts, client: dynamoDbClient(), tableName: env.STATE_TABLE };
  const templates = openTemplates(env);
  const board = openPoolBoard(parts.agents, new DynamoDbControlStore(table));
  const { now } = systemPorts;
  return {
    ...parts,
    now,
    templates,
    costs: coordination,
    taskMinutes: coordination.taskMinutes,
    ladder: coordination.escalation,
    policyOf: (channel: string) =>
      createContactPolicy({ channel, policies, templates, controls: board, now }),
    pools: createPoolWatch({ agents: parts.agents, board, loads: dynamoDbLoadReader(table), now }),
    openTask: openTaskOpener(env),
  };
};

/** The board of everything that a choice among channels looks at. */
export const openPoolBoard = (agents: AgentRegistry, store: Pick<ControlStore, 'read'>) =>
  createControlBoard({
    store: pagedControls(store),
    names: [...policyControls, ...poolControls(agents)],
    now: systemPorts.now,
  });
