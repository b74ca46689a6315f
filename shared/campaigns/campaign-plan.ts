import type { AgentRegistry } from '../agents/agent-registry.ts';
import type { CampaignDefinition, CampaignStep, Condition } from './campaign-definition.ts';
import { agentOfChannel } from './check-definition.ts';
import { type ContactPrices, pricesOf } from './contact-prices.ts';
import { durationMs } from './duration.ts';
import { placeSteps } from './place-steps.ts';

/** A step as its pass needs it. */
export type PlannedStep = CampaignStep & {
  /** The pool that serves it, and by which command. */
  readonly pool: string;
  readonly action: string;
  /** What a contact counts in the budget, in millionths of a USD. */
  readonly price: number;
};

/** A definition as its master works through it: pass k contacts the members of step k; the last pass asks about who is left. */
export type CampaignPlan = {
  readonly definition: CampaignDefinition;
  readonly steps: readonly PlannedStep[];
  /** What a contact by an agent type counts, in millionths of a USD. */
  readonly priceOf: (agentType: string) => number;
};

/** Makes the plan of a definition that was checked when the campaign began. Throws where `config/` has lost its channel since. */
export const planOf = (
  definition: CampaignDefinition,
  agents: AgentRegistry,
  prices: ContactPrices,
): CampaignPlan => ({
  definition,
  steps: placeSteps(definition.steps).steps.map((step) => {
    const agent = agentOfChannel(step.channel, agents);
    if (agent === undefined) throw new TypeError(`campaign: no agent serves the channel ${step.channel}`);
    return { ...step, pool: agent.pool, action: agent.command, price: pricesOf(prices, step.channel) ?? 0 };
  }),
  priceOf: (agentType) => pricesOf(prices, agents[agentType]?.channel ?? agentType) ?? 0,
});

/** What leads from the step before into a pass: for whom, and how many milliseconds after its last contact. */
export type Passage = { readonly when: Condition | 'NEVER'; readonly afterMs: number };

/** The passage into a pass behind the first; into the last one it is the escalation, and nobody goes where there is none. */
export const passageInto = (pass: number, { steps, definition }: CampaignPlan): Passage => {
  const into = pass < steps.length ? steps[pass - 1]?.next : definition.escalation;
  return into === undefined
    ? { when: 'NEVER', afterMs: 0 }
    : { when: into.when, afterMs: durationMs(into.after) ?? 0 };
};
