import { type AgentRegistry, type AgentType, type Standby, standbyName } from '../agents/agent-registry.ts';
import type { Channel } from '../channels/channel.ts';
import { createFallback } from '../fallback/fallback.ts';
import { SqsLaneQueue } from '../lanes/adapters/sqs-lane-queue.ts';
import { SqsLaneSender } from '../lanes/adapters/sqs-lane-sender.ts';
import type { ContactPolicies } from '../policy/contact-policies.ts';
import { createContactPolicy } from '../policy/contact-policy.ts';
import { STOP_CONTROL } from '../policy/stop-order.ts';
import { breakerControl } from '../resilience/breaker-record.ts';
import { SharedBreaker } from '../resilience/shared-breaker.ts';
import { authoriseAll } from '../security/authoriser.ts';
import { sqsClient } from './aws-clients.ts';
import type { StandbyService } from './create-agent-handler.ts';
import type { parseEnv } from './env.ts';
import { openControls } from './open-controls.ts';
import { openJournal } from './open-journal.ts';
import { openRecipients } from './open-recipients.ts';
import { openTemplates } from './open-templates.ts';
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
  'FALLBACK_LANE_URLS',
] as const;

/** Milliseconds of a group of messages beside its provider calls: reads, claim and record. */
const BESIDE_PROVIDER_MS = 1500;

/** What an agent type's registry entry says of it, and what the deployment decides about all contacts. */
type AgentSettings = Pick<AgentType, 'channel' | 'provider' | 'providerTimeoutMs' | 'standby'> & {
  readonly policies: ContactPolicies;
  /** The registry: other agent types may take over. */
  readonly agents: AgentRegistry;
};

/** What every agent type is made of but its renderer and its channel, as its environment and its registry entry say. */
export const openAgent = (
  agentType: string,
  { channel, provider, providerTimeoutMs, standby, policies, agents }: AgentSettings,
  env: ReturnType<typeof parseEnv<(typeof agentVariables)[number]>>,
) => {
  const { customers, cipher, signer } = openRecipients(env);
  const templates = openTemplates(env);
  const dimensions = { stage: env.STAGE, agentType };
  const name = { agentType, service: provider.kind };
  const second = standby && { standby, name: standbyName(provider, standby) };
  const names = [name, ...(second ? [{ agentType, service: second.name }] : [])];
  const controls = openControls(env, [STOP_CONTROL, ...names.map(breakerControl)]);
  const breakerOf = (service: string) =>
    new SharedBreaker({ ...systemPorts, ...controls, dimensions, name: { agentType, service } });
  const policyOf = (of: string) =>
    createContactPolicy({ channel: of, policies, templates, controls: controls.board, now: systemPorts.now });
  const laneUrls = env.FALLBACK_LANE_URLS;
  const lanes = new SqsLaneSender({ ...systemPorts, client: sqsClient(), laneUrls });
  return {
    /** For `createAgentHandler`. */
    ports: {
      ...systemPorts,
      dimensions,
      groupMs: providerTimeoutMs + BESIDE_PROVIDER_MS,
      queue: new SqsLaneQueue({
        client: sqsClient(),
        queueUrls: env.QUEUE_URLS,
        deadLetterUrls: env.DEAD_LETTER_URLS,
      }),
      breaker: breakerOf(name.service),
      journal: openJournal(env),
      customers,
      cipher,
      authoriser: authoriseAll,
      contactPolicy: policyOf(channel),
      fallback: createFallback({ agents, templates, policyOf, lanes, laneUrls }),
    },
    /** The registry's standby over the channel that is made for it, if there is one. */
    standbyBy: <Content>(
      channelOf: (standby: Standby) => Channel<Content>,
    ): StandbyService<Content> | undefined =>
      second && {
        name: second.name,
        channel: channelOf(second.standby),
        breaker: breakerOf(second.name),
      },
    templates,
    signer,
  };
};
