import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type AgentType, type Provider, type Standby, weightOf } from '../shared/agents/agent-registry.ts';
import { problemOfProviderUrl } from '../shared/channels/provider-url.ts';
import { agentFolder, type Deployment } from './deployment.ts';

/** Targets that mean the coordinator itself, and the lane table's key for it. */
const COORDINATOR_NAMES = ['agent-coordinator', 'coordinator'];

/** What an agent type lacks or claims wrongly: a sentence for each problem, which names file and field. */
export const problemsOfAgents = (deployment: Deployment): readonly string[] => [
  ...missingHandlers(deployment),
  ...missingEntries(deployment),
  ...missingLanes(deployment),
  ...takenNames(deployment),
  ...Object.entries(deployment.agents).flatMap(([agentType, agent]) =>
    problemsOfEntry(agent).map((problem) => `config/agents.ts: ${agentType}.${problem}`),
  ),
];

const handlerOf = ({ functionsFolder }: Deployment, agentType: string): string =>
  join(functionsFolder, agentFolder(agentType), 'handler.ts');

const missingHandlers = (deployment: Deployment): readonly string[] =>
  Object.keys(deployment.agents)
    .filter((agentType) => !existsSync(join(deployment.projectRoot, handlerOf(deployment, agentType))))
    .map(
      (agentType) =>
        `config/agents.ts: ${agentType} has no handler; write ${handlerOf(deployment, agentType)}`,
    );

/** A folder named as an agent type's and without its entry would never be deployed, and nobody would notice. */
const missingEntries = ({ agents, functionsFolder, projectRoot }: Deployment): readonly string[] => {
  const known = new Set(Object.keys(agents).map(agentFolder));
  return readdirSync(join(projectRoot, functionsFolder))
    .filter((folder) => folder.endsWith(agentFolder('')) && !known.has(folder))
    .map((folder) => {
      const agentType = folder.slice(0, -agentFolder('').length);
      return `${join(functionsFolder, folder)}: belongs to no agent type; add ${agentType} to config/agents.ts`;
    });
};

const missingLanes = ({ agents, lanes }: Deployment): readonly string[] =>
  Object.keys(agents)
    .filter((agentType) => lanes[agentType] === undefined)
    .map((agentType) => `config/lanes.ts: ${agentType} has no lanes; add its row for each tier`);

/** A command's target must name one thing. */
const takenNames = ({ agents }: Deployment): readonly string[] => {
  const owners = new Map(COORDINATOR_NAMES.map((name) => [name, 'the coordinator']));
  const problems: string[] = [];
  const take = (name: string, owner: string, field: string) => {
    const taken = owners.get(name);
    if (taken !== undefined)
      problems.push(`config/agents.ts: ${field} '${name}' is the name of ${taken} already`);
    owners.set(name, taken ?? owner);
  };
  for (const [agentType, agent] of Object.entries(agents)) {
    if (COORDINATOR_NAMES.includes(agentType)) take(agentType, agentType, 'agent type');
    take(agent.pool, `${agentType}'s pool`, `${agentType}.pool`);
    for (const identity of Object.keys(agent.identities))
      take(identity, `${agentType}'s identity`, `${agentType}.identities`);
  }
  return problems;
};

const problemsOfEntry = (agent: AgentType): readonly string[] => {
  const { pool, commands, identities, provider, standby } = agent;
  const names = Object.keys(identities);
  const url = provider.kind === 'http' ? problemOfProviderUrl(provider.url) : undefined;
  return [
    ...(commands.length === 0 ? ['commands is empty; name what the agent serves'] : []),
    ...(names.length === 0 ? [`identities is empty; add '${pool}-001'`] : []),
    ...names
      .filter((name) => !(name.startsWith(`${pool}-`) && /^\d{3}$/.test(name.slice(pool.length + 1))))
      .map((name) => `identities has '${name}'; name it '${pool}-' and three digits`),
    ...(url === undefined ? [] : [`provider.url ${url}`]),
    ...(standby === undefined ? [] : problemsOfStandby(provider, standby)),
    ...problemsOfBalancing(agent),
  ];
};

/** Identities that one look at the switches has room for (100 keys), beside the switches themselves. */
const MOST_IDENTITIES = 80;

const problemsOfBalancing = ({ identities, balancing, provider }: AgentType): readonly string[] => {
  const all = Object.entries(identities);
  const isRepeated = provider.kind === 'http' && provider.idempotent === true;
  return [
    ...all
      .filter(([, { weight = 1 }]) => !(weight >= 0 && Number.isFinite(weight)))
      .map(([name]) => `identities.${name}.weight must be 0 or more`),
    ...all
      .filter(([, { capacity }]) => Object.values(capacity ?? {}).some((most) => !(most > 0)))
      .map(([name]) => `identities.${name}.capacity must be more than 0`),
    ...(all.length > 0 && all.every(([, own]) => weightOf(own) === 0)
      ? ['identities all have weight 0; one must be in service']
      : []),
    ...(all.length > MOST_IDENTITIES ? [`identities has ${all.length}; ${MOST_IDENTITIES} is the most`] : []),
    ...(isRepeated && (balancing ?? 'by-customer') !== 'by-customer'
      ? ["balancing must be 'by-customer': an idempotent provider gets a repeated message as it was"]
      : []),
  ];
};

/** What can stand in for each kind of provider; nothing can for an HTTP service, whose word is about itself alone. */
const problemsOfStandby = ({ kind }: Provider, standby: Standby): readonly string[] => {
  if (kind === 'http') return ["standby is not for a provider of kind 'http'; remove it"];
  const field = kind === 'ses' ? 'region' : 'sender';
  return standby[field] !== undefined ? [] : [`standby of a provider of kind '${kind}' needs '${field}'`];
};
