import { agents } from '../../../config/agents.ts';
import { InMemoryLoadExchange } from '../../../shared/balancing/adapters/in-memory-load-exchange.ts';
import { createBalancer } from '../../../shared/balancing/balancer.ts';
import { everyoneIsHealthy } from '../../../shared/balancing/identity-health.ts';
import { createEmailLinks } from '../../../shared/channels/email-links.ts';
import { renderEmail } from '../../../shared/channels/render-email.ts';
import { renderSms } from '../../../shared/channels/render-sms.ts';
import { renderVoice } from '../../../shared/channels/render-voice.ts';
import type { Renderer } from '../../../shared/channels/renderer.ts';
import { InMemoryTokenLedger } from '../../../shared/fairness/adapters/in-memory-token-ledger.ts';
import { createTurns } from '../../../shared/fairness/turns.ts';
import { CapsUnavailableError } from '../../../shared/policy/cap-ledger.ts';
import { createContactPolicy, policyControls } from '../../../shared/policy/contact-policy.ts';
import { breakerControl } from '../../../shared/resilience/breaker-record.ts';
import { SharedBreaker } from '../../../shared/resilience/shared-breaker.ts';
import { type AgentDeps, createAgentHandler } from '../../../shared/runtime/create-agent-handler.ts';
import type { Authoriser } from '../../../shared/security/authoriser.ts';
import { createControlBoard } from '../../../shared/state/control-board.ts';
import type { Environment } from '../models/environment.ts';
import { Provider } from '../models/provider.ts';
import { simPolicies as policies, simTemplates } from '../policies.ts';
import { portsOf } from '../ports.ts';
import { signer, UNSUBSCRIBE_URL } from '../signer.ts';
import { STRANGER } from '../workload.ts';
import type { World } from '../world.ts';
import { timersOf } from './coordinator.ts';
import { serveLanes } from './lanes.ts';

/** Milliseconds of a group of messages beside its provider calls, as `openAgent` has them. */
const BESIDE_PROVIDER_MS = 1500;

const templates = { get: async (id: string) => simTemplates.get(id) };

/** Capability tokens are not built yet: who may not is known by the source. */
const authoriser: Authoriser = ({ message }) =>
  message.source === STRANGER ? { allowed: false, reasons: ['NOT_AUTHORISED'] } : { allowed: true };

/** The agents of all types behind their lanes, each with its real renderer and a provider. */
export const addAgents = (world: World): void => {
  const linksOf = createEmailLinks({ signer, unsubscribeBaseUrl: UNSUBSCRIBE_URL });
  addAgent(world, 'email', () => renderEmail({ agents, templates, linksOf }));
  addAgent(world, 'sms', () => renderSms({ agents, templates }));
  addAgent(world, 'phone', () => renderVoice({ agents, templates }));
};

const addAgent = <Content>(
  world: World,
  agentType: keyof typeof agents,
  openRenderer: () => Renderer<Content>,
): void => {
  const { channel, functions, provider: service, providerTimeoutMs } = agents[agentType];
  const name = { agentType, service: service.kind };
  const watcher = {
    started: world.noteStart.bind(world),
    accepted: world.noteAcceptance.bind(world),
  };
  const loads = new InMemoryLoadExchange();
  const ledger = new InMemoryTokenLedger();
  const provider = new Provider(channel, providerTimeoutMs, watcher, world);
  serveLanes(world, agentType, functions.timeoutSeconds, (environment: Environment) => {
    const ports = portsOf(world, environment);
    const { controls: store, now } = ports;
    const board = createControlBoard({ store, names: [...policyControls, breakerControl(name)], now });
    const deps: AgentDeps<Content> = {
      ...ports,
      dimensions: {},
      groupMs: providerTimeoutMs + BESIDE_PROVIDER_MS,
      authoriser,
      largeBodies: { get: async () => undefined },
      breaker: new SharedBreaker({ ...ports, store, board, name, dimensions: {} }),
      balancer: createBalancer({
        ...ports,
        agent: agents[agentType],
        health: everyoneIsHealthy,
        shares: async () => ({ campaigns: {}, identities: {} }),
        loads,
      }),
      turns: createTurns({
        agent: agents[agentType],
        shares: async () => ({ campaigns: {}, identities: {} }),
        ledger,
        now,
        sleep: async () => undefined,
      }),
      providerTimeoutMs,
      caps: environment.wrap(world.caps, () => new CapsUnavailableError()),
      timers: timersOf(world, environment),
      contactPolicy: createContactPolicy({ channel, policies, templates, controls: board, now }),
      render: openRenderer(),
      channel: provider.reachedFrom<Content>(environment),
    };
    return createAgentHandler(world.mutation.agent?.(deps) ?? deps);
  });
};
