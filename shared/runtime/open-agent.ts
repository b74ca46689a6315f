import { type AgentRegistry, type AgentType, type Standby, standbyName } from '../agents/agent-registry.ts';
import type { Channel } from '../channels/channel.ts';
import { SHARES_CONTROL } from '../fairness/shares.ts';
import { createFallback } from '../fallback/fallback.ts';
import { SqsLaneQueue } from '../lanes/adapters/sqs-lane-queue.ts';
import { SqsLaneSender } from '../lanes/adapters/sqs-lane-sender.ts';
import type { ContactPolicies } from '../policy/contact-policies.ts';
import { createContactPolicy, policyControls } from '../policy/contact-policy.ts';
import { breakerControl } from '../resilience/breaker-record.ts';
import { SharedBreaker } from '../resilience/shared-breaker.ts';
import { authoriseAll } from '../security/authoriser.ts';
import { agentStatusControl } from '../state/control-store.ts';
import { dynamoDbClient, sqsClient } from './aws-clients.ts';
import type { StandbyService } from './create-agent-handler.ts';
import type { parseEnv } from './env.ts';
import { openBalancer } from './open-balancer.ts';
import { openControls } from './open-controls.ts';
import { openJournal } from './open-journal.ts';
import { largeBodyVariables, openLargeBodies } from './open-large-bodies.ts';
import { openPolicy } from './open-policy.ts';
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
  ...largeBodyVariables,
  'FALLBACK_LANE_URLS',
] as const;

/** Milliseconds of a group of messages beside its provider calls: reads, claim and record. */
const BESIDE_PROVIDER_MS = 1500;

/** What an agent type's registry entry says of it, and what the deployment decides about all contacts. */
type AgentSettings = Pick<
  AgentType,
  'balancing' | 'channel' | 'identities' | 'provider' | 'providerTimeoutMs' | 'standby'
> & {
  readonly policies: ContactPolicies;
  /** The registry: other agent types may take over. */
  readonly agents: AgentRegistry;
};

type AgentEnv = ReturnType<typeof parseEnv<(typeof agentVariables)[number]>>;

/** What every agent type is made of but its renderer and its channel, as its environment and its registry entry say. */
export const openAgent = (agentType: string, agent: AgentSettings, env: AgentEnv) => {
  const { channel, provider, providerTimeoutMs, policies, agents } = agent;
  const { customers, cipher, signer } = openRecipients(env);
  const templates = openTemplates(env);
  const dimensions = { stage: env.STAGE, agentType };
  const { controls, breakerOf, second } = openSwitches(agentType, agent, env);
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
      providerTimeoutMs,
      queue: new SqsLaneQueue({
        ...systemPorts,
        client: sqsClient(),
        queueUrls: env.QUEUE_URLS,
        deadLetterUrls: env.DEAD_LETTER_URLS,
      }),
      breaker: breakerOf(provider.kind),
      balancer: openBalancer(env, agentType, agent, controls.board),
      turns: openTurns(env, agentType, agent, controls.board),
      journal: openJournal(env),
      largeBodies: openLargeBodies(env, dynamoDbClient()),
      customers,
      cipher,
      authoriser: authoriseAll,
      contactPolicy: policyOf(channel),
      ...openPolicy(env),
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

/** All switches that an agent looks at, in one read a second, and the breakers among them. */
const openSwitches = (agentType: string, { identities, provider, standby }: AgentSettings, env: AgentEnv) => {
  const dimensions = { stage: env.STAGE, agentType };
  const second = standby && { standby, name: standbyName(provider, standby) };
  const services = [provider.kind, ...(second ? [second.name] : [])];
  const controls = openControls(env, [
    ...policyControls,
    SHARES_CONTROL,
    ...services.map((service) => breakerControl({ agentType, service })),
    ...Object.keys(identities).map(agentStatusControl),
  ]);
  const breakerOf = (service: string) =>
    new SharedBreaker({ ...systemPorts, ...controls, dimensions, name: { agentType, service } });
  return { controls, breakerOf, second };
};
