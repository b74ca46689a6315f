import type { AgentRegistry } from '../../shared/agents/agent-registry.ts';

const NAME = /^[a-z][a-z0-9]{1,19}$/;

/** Why an agent type cannot have a name, as a sentence; `undefined` when it can. */
export const problemOfName = (name: string, agents: AgentRegistry): string | undefined => {
  if (!NAME.test(name)) {
    return `'${name}' cannot name an agent type: it takes 2 to 20 small letters and digits, a letter first`;
  }
  if (name === 'coordinator' || name in Object.prototype)
    return `'${name}' is a name with a meaning of its own; choose another`;
  if (Object.hasOwn(agents, name)) return `config/agents.ts has an agent type '${name}' already`;
  const pool = `${name}-agent`;
  const owner = Object.keys(agents).find((agentType) => agents[agentType]?.pool === pool);
  return owner === undefined ? undefined : `config/agents.ts: '${pool}' is the pool of ${owner} already`;
};
