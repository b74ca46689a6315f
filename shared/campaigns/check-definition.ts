import type { AgentRegistry } from '../agents/agent-registry.ts';
import { broken, type Issue, type Parsed, parseMessage } from '../messages/parse-message.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import {
  type CampaignDefinition,
  type CampaignStep,
  campaignDefinitionSchema,
} from './campaign-definition.ts';
import { type ContactPrices, pricesOf } from './contact-prices.ts';
import { placeSteps } from './place-steps.ts';

/** What a definition may name. */
export type DefinitionRules = {
  readonly agents: AgentRegistry;
  readonly prices: ContactPrices;
  readonly templates: Pick<TemplateStore, 'get'>;
};

/**
 * Reads a definition and checks all that it names: steps, channels, templates, prices. Issues name field and rule, from
 * `command.campaign` on. Throws `TemplatesUnavailableError`.
 */
export const checkDefinition = async (
  document: unknown,
  rules: DefinitionRules,
): Promise<Parsed<CampaignDefinition>> => {
  const parsed = document === undefined ? MISSING : parseMessage(campaignDefinitionSchema, document);
  const issues = parsed.ok
    ? [
        ...placeSteps(parsed.value.steps).issues,
        ...namedIssues(parsed.value, rules),
        ...(await templateIssues(parsed.value, rules)),
      ]
    : parsed.issues;
  if (parsed.ok && issues.length === 0) return parsed;
  return { ok: false, issues: issues.map(({ path, rule }) => ({ path: pathOf(path), rule })) };
};

const MISSING = broken('', 'must be the definition of the campaign');

const pathOf = (path: string): string => (path === '' ? 'command.campaign' : `command.campaign.${path}`);

/** The agent type whose pool serves a channel, and the command by which it does. */
export const agentOfChannel = (channel: string, agents: AgentRegistry) => {
  const found = Object.entries(agents).find(([, agent]) => agent.channel === channel);
  const [agentType, agent] = found ?? [];
  const command = agent?.commands[0];
  return agentType === undefined || agent === undefined || command === undefined
    ? undefined
    : { agentType, pool: agent.pool, command };
};

const namedIssues = (
  { steps, budget }: CampaignDefinition,
  { agents, prices }: DefinitionRules,
): readonly Issue[] =>
  steps.flatMap(({ channel }, index) => {
    const path = `steps.${index}.channel`;
    if (agentOfChannel(channel, agents) === undefined) {
      const known = [...new Set(Object.values(agents).map((agent) => agent.channel))].join(', ');
      return [{ path, rule: `must be a channel of config/agents.ts: ${known}` }];
    }
    return budget?.usd !== undefined && pricesOf(prices, channel) === undefined
      ? [{ path, rule: 'must have a price in config/campaigns.ts, since the budget is in USD' }]
      : [];
  });

const templateIssues = async (
  { steps }: CampaignDefinition,
  { templates }: DefinitionRules,
): Promise<readonly Issue[]> => {
  const found = await Promise.all(steps.map(({ templateId }: CampaignStep) => templates.get(templateId)));
  return found.flatMap((template, index) =>
    template === undefined
      ? [{ path: `steps.${index}.templateId`, rule: 'names no template (config/templates)' }]
      : [],
  );
};
