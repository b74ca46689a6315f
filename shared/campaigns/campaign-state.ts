import type { Fact, FactOf } from '../journal/fact.ts';
import type { CampaignTurn } from '../journal/facts/campaign-facts.ts';

/** Where a campaign stands. */
export type CampaignState = {
  readonly started?: FactOf<'campaign-started'> | undefined;
  /** NONE where nobody started it. */
  readonly state: CampaignTurn | 'NONE';
  readonly cause?: string | undefined;
  /** How often its state was changed. */
  readonly turns: number;
  /** The run of its master that is to work; every resumption begins another one, and ends those before. */
  readonly run: number;
  /** Commands whose change is done. */
  readonly done: ReadonlySet<string>;
  /** The budget is used up, whatever came after. */
  readonly spent: boolean;
};

/** A campaign's state from the facts of its aggregate, in whatever order they come. */
export const campaignStateOf = (facts: readonly Fact[]): CampaignState => {
  const started = facts.find((fact): fact is FactOf<'campaign-started'> => fact.type === 'campaign-started');
  const turned = facts
    .filter((fact): fact is FactOf<'campaign-turned'> => fact.type === 'campaign-turned')
    .sort((a, b) => a.body.nth - b.body.nth);
  const last = turned.at(-1)?.body;
  return {
    started,
    state: last?.to ?? (started === undefined ? 'NONE' : 'RUNNING'),
    cause: last?.cause,
    turns: last?.nth ?? 0,
    run: 1 + turned.filter(({ body }) => body.to === 'RUNNING').length,
    done: new Set(turned.flatMap(({ body }) => (body.commandId === undefined ? [] : [body.commandId]))),
    spent: last?.to === 'SPENT' || last?.cause === BUDGET_SPENT,
  };
};

/** Why a campaign ended whose money was used up. */
export const BUDGET_SPENT = 'BUDGET_SPENT';

/** From which states an operator's command leads to which. Resuming what runs begins its master anew, should it have died. */
const allowed = {
  RUNNING: ['RUNNING', 'PAUSED', 'SPENT'],
  PAUSED: ['RUNNING', 'SPENT'],
  CANCELLED: ['RUNNING', 'PAUSED', 'SPENT'],
} as const satisfies Record<'RUNNING' | 'PAUSED' | 'CANCELLED', readonly CampaignTurn[]>;

/** Whether a campaign that is in a state may be turned to another one. */
export const mayTurn = (from: CampaignState['state'], to: keyof typeof allowed): boolean =>
  (allowed[to] as readonly string[]).includes(from);
