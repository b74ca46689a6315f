import type { AgentType } from '../agents/agent-registry.ts';
import { SHARES_CONTROL } from '../fairness/shares.ts';
import { SqsLaneQueue } from '../lanes/adapters/sqs-lane-queue.ts';
import type { ContactPolicies } from '../policy/contact-policies.ts';
import { createContactPolicy } from '../policy/contact-policy.ts';
import { STOP_CONTROL } from '../policy/stop-order.ts';
import { breakerControl } from '../resilience/breaker-record.ts';
import { SharedBreaker } from '../resilience/shared-breaker.ts';
import { authoriseAll } from '../security/authoriser.ts';
import { agentStatusControl } from '../state/control-store.ts';
import { sqsClient } from './aws-clients.ts';
import type { parseEnv } from './env.ts';
import { openBalancer } from './open-balancer.ts';
import { openControls } from './open-controls.ts';
import { openJournal } from './open-journal.ts';
import { openRecipients } from './open-recipients.ts';
import { openTemplates } from './open-templates.ts';
import { openTurns } from './open-turns.ts';
import { systemPorts } from './system-ports.ts';

/** The variables that the functions of every agent type ask for. */
export const agentVariables = [
  'STAGE',
  'JOURNAL_TABLE',
  'JOURNAL_RETENTION_DAYS',
  'QUEUE_URLS',
  'DEAD_LETTER_URLS',
  'LAMBDA_TASK_ROOT',
  'CUSTOMERS_TABLE',
  'KEYS_TABLE',
  'BRANCH_KEY_ID',
  'STATE_TABLE',
] as const;

/** Milliseconds of a group of messages beside its provider calls: reads, claim and record. */
const BESIDE_PROVIDER_MS = 1500;

/** What an agent type's registry entry says of it, and what the deployment decides about all contacts. */
type AgentSettings = Pick<
  AgentType,
  'balancing' | 'channel' | 'identities' | 'provider' | 'providerTimeoutMs'
> & {
  readonly policies: ContactPolicies;
};

/** What every agent type is made of but its renderer and its channel, as its environment and its registry entry say. */
export const openAgent = (
  agentType: string,
  agent: AgentSettings,
  env: ReturnType<typeof parseEnv<(typeof agentVariables)[number]>>,
) => {
  const { channel, identities, provider, providerTimeoutMs, policies } = agent;
  const { customers, cipher, signer } = openRecipients(env);
  const templates = openTemplates(env);
  const dimensions = { stage: env.STAGE, agentType };
  const name = { agentType, service: provider.kind };
  const controls = openControls(env, [
    STOP_CONTROL,
    breakerControl(name),
    SHARES_CONTROL,
    ...Object.keys(identities).map(agentStatusControl),
  ]);
  return {
    /** For `createAgentHandler`. */
    ports: {
      ...systemPorts,
      dimensions,
      groupMs: providerTimeoutMs + BESIDE_PROVIDER_MS,
      providerTimeoutMs,
      queue: new SqsLaneQueue({
        client: sqsClient(),
        queueUrls: env.QUEUE_URLS,
        deadLetterUrls: env.DEAD_LETTER_URLS,
      }),
      breaker: new SharedBreaker({ ...systemPorts, ...controls, dimensions, name }),
      balancer: openBalancer(env, agentType, agent, controls.board),
      turns: openTurns(env, agentType, agent, controls.board),
      journal: openJournal(env),
      customers,
      cipher,
      authoriser: authoriseAll,
      contactPolicy: createContactPolicy({
        channel,
        policies,
        templates,
        controls: controls.board,
        now: systemPorts.now,
      }),
    },
    templates,
    signer,
  };
};
