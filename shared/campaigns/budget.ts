import type { StepTally } from '../journal/facts/campaign-facts.ts';
import type { CampaignDefinition } from './campaign-definition.ts';
import type { Spent } from './campaign-store.ts';
import { microUsd } from './contact-prices.ts';

/** How many contacts at a price (millionths of a USD) a budget still allows, and why not more. */
export type Allowance = { readonly contacts: number; readonly why: 'PAID' | 'PROMISED' };

/**
 * What is left of a budget. `spent` is what contacts have cost or are promised to, `paid` the part of it that is certain. Without
 * a budget there is no end.
 */
export const allowanceOf = (
  budget: CampaignDefinition['budget'],
  { spent, paid, price }: { readonly spent: Spent; readonly paid: Spent; readonly price: number },
): Allowance => {
  const left = (used: Spent): number =>
    Math.min(
      (budget?.contacts ?? Number.POSITIVE_INFINITY) - used.contacts,
      budget?.usd === undefined || price === 0
        ? Number.POSITIVE_INFINITY
        : Math.floor((microUsd(budget.usd) - used.microUsd) / price),
    );
  return { contacts: Math.max(0, left(spent)), why: left(paid) <= 0 ? 'PAID' : 'PROMISED' };
};

/** What so many contacts at a price are promised. */
export const promiseOf = (contacts: number, price: number): Spent => ({
  contacts,
  microUsd: contacts * price,
});

/** What a closed step costs: what was made, and for what may still be sent, since it is open or parked, what was promised. */
export const settledOf = ({ contacts, microUsd: paid, open, parked }: StepTally, price: number): Spent => ({
  contacts: contacts + open + parked,
  microUsd: paid + (open + parked) * price,
});

/** The sum of amounts, each with its sign. */
export const addSpent = (...amounts: readonly (readonly [1 | -1, Spent])[]): Spent => ({
  contacts: amounts.reduce((sum, [sign, { contacts }]) => sum + sign * contacts, 0),
  microUsd: amounts.reduce((sum, [sign, amount]) => sum + sign * amount.microUsd, 0),
});
