import { type Environment, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { AgentType } from '../../shared/agents/agent-registry.ts';
import { AgentLanes } from '../constructs/agent-lanes.ts';
import { AgentPool } from '../constructs/agent-pool.ts';
import { createAgentProvider } from '../constructs/agent-provider.ts';
import {
  addBreakerAlarm,
  addFailoverAlarm,
  addFallbackAlarm,
  addOutcomeAlarm,
  addPinAlarm,
  addPutOffAlarm,
} from '../constructs/alarm.ts';
import { Customers } from '../constructs/customers.ts';
import { DeadLetterTriage } from '../constructs/dead-letter-triage.ts';
import { EmailExtras } from '../constructs/email-extras.ts';
import { Journal } from '../constructs/journal.ts';
import { LargeBodies } from '../constructs/large-bodies.ts';
import { State } from '../constructs/state.ts';
import { agentFolder, type Deployment } from '../deployment.ts';
import { fallbackTargets } from '../fallbacks.ts';

export type AgentStackProps = {
  readonly deployment: Deployment;
  readonly env: Environment;
  /** The registry's key, such as `email`. */
  readonly agentType: string;
  readonly agent: AgentType;
};

/** One agent type: its lanes, its functions and its provider; it deploys alone. */
export class AgentStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, env, agentType, agent }: AgentStackProps) {
    super(scope, id, { env, description: `Switchboard ${deployment.stageName}: ${agent.pool}` });
    const journal = new Journal(this, 'Journal', { deployment });
    const pool = new AgentPool(this, 'Pool', {
      deployment,
      pool: agentType,
      folder: agentFolder(agentType),
      functions: agent.functions,
      journal,
      withTemplates: true,
    });
    pool.grantSetAside();
    const customers = new Customers(this, 'Customers', { deployment });
    const state = new State(this, 'State', { deployment });
    const provider = createAgentProvider(this, { deployment, agentType, agent });
    const largeBodies = new LargeBodies(this, 'LargeBodies', { deployment });
    for (const agentFunction of pool.functions) {
      largeBodies.grantGet(agentFunction, agentType);
      customers.grantRead(agentFunction);
      state.grantControls(agentFunction);
      state.grantDueClaims(agentFunction);
      state.grantPools(agentFunction);
      state.grantCaps(agentFunction);
      state.grantTimers(agentFunction);
      provider.grantSend(agentFunction);
    }
    const targets = fallbackTargets(deployment, agentType);
    pool.grantFallback(new AgentLanes(this, 'Fallback', { deployment }), targets);
    const deadLetters = [...pool.deadLetters(agentType, 'lane-messages')];
    if (agent.provider.kind === 'ses') {
      const extras = new EmailExtras(this, 'EmailExtras', { deployment, agentType, journal, customers });
      for (const agentFunction of pool.functions) extras.grantLinks(agentFunction);
      deadLetters.push(...extras.deadLetters);
    }
    const stores = { journal, customers, state };
    new DeadLetterTriage(this, 'Triage', { deployment, of: agentType, deadLetters, ...stores });
    const dimensions = { stage: deployment.stageName, agentType };
    addOutcomeAlarm(this, dimensions);
    addBreakerAlarm(this, dimensions);
    addPutOffAlarm(this, dimensions);
    // With one identity there is none to fall back to.
    if (Object.keys(agent.identities).length > 1) addPinAlarm(this, dimensions);
    if (targets.length > 0) addFallbackAlarm(this, dimensions);
    if (agent.standby) addFailoverAlarm(this, dimensions);
  }
}
