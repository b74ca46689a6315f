import { fileURLToPath } from 'node:url';
import { agents, coordinator } from '../config/agents.ts';
import { coordination } from '../config/coordination.ts';
import { lanes } from '../config/lanes.ts';
import { policies } from '../config/policies.ts';
import { replies } from '../config/replies.ts';
import { sagas } from '../config/sagas.ts';
import { profiles, type StageName, stages } from '../config/stages.ts';
import type { AgentRegistry, PoolFunctions } from '../shared/agents/agent-registry.ts';
import type { CoordinationPolicies } from '../shared/coordination/escalation-ladder.ts';
import type { LaneTable } from '../shared/lanes/lane-table.ts';
import type { Stage, StageProfile } from '../shared/lanes/stage.ts';
import type { ReplyTable } from '../shared/pipeline/reply-table.ts';
import type { ContactPolicies } from '../shared/policy/contact-policies.ts';
import type { SagaTable } from '../shared/sagas/saga-plan.ts';

/** All that the stacks of one stage are made from: the users' configuration and where the code lies. */
export type Deployment = {
  readonly stageName: string;
  readonly stage: Stage;
  readonly profile: StageProfile;
  readonly agents: AgentRegistry;
  readonly coordinator: PoolFunctions;
  readonly coordination: CoordinationPolicies;
  readonly lanes: LaneTable;
  readonly sagas: SagaTable;
  readonly policies: ContactPolicies;
  /** What answers of customers lead to. */
  readonly replies: ReplyTable;
  /** The checkout's root; function entries and templates are found from here. */
  readonly projectRoot: string;
  /** Where functions lie, from the root: a folder each, with a `handler.ts`. */
  readonly functionsFolder: string;
  /** The provider sandbox's URL; read only on stages with `localProviders`. */
  readonly sandboxEndpoint: string;
};

const DEFAULT_SANDBOX_ENDPOINT = 'http://127.0.0.1:4580';

/** What `config/` says of a stage. */
export const deploymentOf = (stageName: StageName, sandboxEndpoint?: string): Deployment => ({
  stageName,
  stage: stages[stageName],
  profile: profiles[stages[stageName].profile],
  agents,
  coordinator,
  coordination,
  lanes,
  sagas,
  policies,
  replies,
  projectRoot: fileURLToPath(new URL('..', import.meta.url)),
  functionsFolder: 'functions',
  sandboxEndpoint: sandboxEndpoint ?? DEFAULT_SANDBOX_ENDPOINT,
});

/** The folder of an agent type's function, such as `email-agent`. */
export const agentFolder = (agentType: string): string => `${agentType}-agent`;
