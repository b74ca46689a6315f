/** How `config/agents.ts` ends its registry; the new entry goes before it. */
const REGISTRY_END = '\n} as const satisfies AgentRegistry;';

/** The text of `config/agents.ts` with one agent type more, all else as it was. Throws when the registry's end is not found. */
export const withEntry = (registryText: string, agentType: string): string => {
  const parts = registryText.split(REGISTRY_END);
  const [before, after] = parts;
  if (parts.length !== 2 || before === undefined || after === undefined) {
    throw new Error(
      `config/agents.ts: no line '${REGISTRY_END.trim()}' ends the registry; restore it, or write the entry by hand`,
    );
  }
  return `${before}\n${entryOf(agentType)}${REGISTRY_END}${after}`;
};

const entryOf = (agentType: string): string =>
  `  ${agentType}: {
    pool: '${agentType}-agent',
    channel: '${agentType}',
    commands: ['SEND_MESSAGE'],
    identities: {
      '${agentType}-agent-001': { sender: 'Switchboard' },
    },
    provider: { kind: 'http', url: 'https://${agentType}.example/messages' },
    functions: { memoryMb: 512, timeoutSeconds: { critical: 6, standard: 15 } },
    providerTimeoutMs: 3000,
  },`;
