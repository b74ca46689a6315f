import type { AgentRegistry, PoolFunctions } from '../shared/agents/agent-registry.ts';

/** The agent types that this deployment has: an entry here and a folder under `functions/` is all one needs. */
export const agents = {
  email: {
    pool: 'email-agent',
    channel: 'email',
    commands: ['SEND_EMAIL'],
    identities: {
      'email-agent-001': { sender: 'Switchboard <notices@switchboard.example>' },
      'email-agent-002': { sender: 'Switchboard <service@switchboard.example>' },
    },
    provider: { kind: 'ses' },
    functions: { memoryMb: 512, timeoutSeconds: { critical: 6, standard: 15 } },
    providerTimeoutMs: 3000,
  },
} as const satisfies AgentRegistry;

/** The front door's own pool of functions. */
export const coordinator = {
  memoryMb: 512,
  timeoutSeconds: { critical: 6, standard: 15 },
} as const satisfies PoolFunctions;
