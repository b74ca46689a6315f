import type { AgentRegistry, PoolFunctions } from '../shared/agents/agent-registry.ts';

/** The agent types that this deployment has: an entry here and a folder under `functions/` is all one needs. */
export const agents = {
  email: {
    pool: 'email-agent',
    channel: 'email',
    commands: ['SEND_EMAIL'],
    identities: {
      'email-agent-001': { sender: 'Switchboard <notices@switchboard.example>', weight: 2 },
      'email-agent-002': { sender: 'Switchboard <service@switchboard.example>', weight: 1 },
    },
    balancing: 'weighted-round-robin',
    provider: { kind: 'ses' },
    functions: { memoryMb: 512, timeoutSeconds: { critical: 6, standard: 15 } },
    providerTimeoutMs: 3000,
  },
  sms: {
    pool: 'sms-agent',
    channel: 'sms',
    commands: ['SEND_SMS'],
    // Ids of phone numbers, as End User Messaging lists them: permissions name exactly these.
    identities: {
      'sms-agent-001': { sender: 'phone-0a1b2c3d4e5f60718293a4b5c6d7e8f9' },
      'sms-agent-002': { sender: 'phone-1b2c3d4e5f60718293a4b5c6d7e8f90a' },
    },
    provider: { kind: 'sms' },
    functions: { memoryMb: 512, timeoutSeconds: { critical: 6, standard: 15 } },
    providerTimeoutMs: 3000,
  },
  phone: {
    pool: 'phone-agent',
    channel: 'phone',
    commands: ['PLACE_CALL'],
    identities: {
      'phone-agent-001': { sender: 'phone-2c3d4e5f60718293a4b5c6d7e8f90a1b' },
      'phone-agent-002': { sender: 'phone-3d4e5f60718293a4b5c6d7e8f90a1b2c' },
    },
    provider: { kind: 'voice' },
    functions: { memoryMb: 512, timeoutSeconds: { critical: 6, standard: 15 } },
    providerTimeoutMs: 3000,
  },
} as const satisfies AgentRegistry;

/** The front door's own pool of functions. */
export const coordinator = {
  memoryMb: 512,
  timeoutSeconds: { critical: 6, standard: 15 },
} as const satisfies PoolFunctions;
