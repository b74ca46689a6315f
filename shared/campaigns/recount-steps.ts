import type { StepTally } from '../journal/facts/campaign-facts.ts';
import type { Journal } from '../journal/journal.ts';
import type { CampaignPlan } from './campaign-plan.ts';
import type { CampaignPage, CampaignProgress, CampaignStore } from './campaign-store.ts';
import { addTallies, emptyTally, tallyOf } from './member-outcome.ts';
import { readOutcomes } from './read-outcomes.ts';

/**
 * Counts the members of each step that was begun anew, from the facts as they stand now: receipts, answers and releases that
 * came after a step was closed are in. Two reads a member and step, and one more for each step before it.
 */
export const recountSteps = async (
  campaignId: string,
  { steps, priceOf }: Pick<CampaignPlan, 'steps' | 'priceOf'>,
  progress: CampaignProgress,
  deps: { readonly store: Pick<CampaignStore, 'getPage'>; readonly journal: Pick<Journal, 'read'> },
): Promise<readonly StepTally[]> => {
  const tallies: StepTally[] = steps.slice(0, progress.pass + 1).map(() => emptyTally);
  const pages = Math.max(progress.pages, progress.page);
  for (let at = 0; at < pages; at += 1) {
    const earlier: CampaignPage[] = [];
    for (const [pass, tally] of tallies.entries()) {
      const page = await deps.store.getPage(campaignId, pass, at);
      if (page === undefined) break;
      const outcomes = await readOutcomes(campaignId, progress.startedAt, { page, earlier }, deps);
      tallies[pass] = addTallies(tally, tallyOf(outcomes, priceOf));
      earlier.push(page);
    }
  }
  return tallies;
};
