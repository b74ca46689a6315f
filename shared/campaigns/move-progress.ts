import { addSpent, promiseOf, settledOf } from './budget.ts';
import { type CampaignPlan, passageInto } from './campaign-plan.ts';
import type { CampaignPage, CampaignProgress } from './campaign-store.ts';
import { addTallies, emptyTally } from './member-outcome.ts';

/** Progress after a page: what it chose and closed counts in the one write that moves on. */
export const countPage = (
  plan: CampaignPlan,
  progress: CampaignProgress,
  kept: CampaignPage,
): CampaignProgress => {
  const { pass, page, tallies } = progress;
  const { cursor: _, ...rest } = progress;
  const own = promiseOf(plan.steps[pass] ? kept.customers.length : 0, plan.steps[pass]?.price ?? 0);
  const closed = tallies.slice(0, Math.max(0, pass - 1));
  const before = kept.tally && (tallies[pass - 1] ?? emptyTally);
  return {
    ...rest,
    version: progress.version + 1,
    page: page + 1,
    ...(kept.next === undefined ? {} : { cursor: kept.next }),
    chosen: progress.chosen + kept.customers.length,
    members: progress.members + (pass === 0 ? kept.considered : 0),
    brokenMembers: progress.brokenMembers + kept.issues.length,
    spent: addSpent([1, progress.spent], [1, own], ...settlement(plan, pass, kept)),
    tallies: kept.tally && before ? [...closed, addTallies(before, kept.tally)] : tallies,
  };
};

/** What the page of the step before was promised goes, and what it cost comes. */
const settlement = ({ steps }: CampaignPlan, pass: number, { tally, considered }: CampaignPage) => {
  const price = steps[pass - 1]?.price ?? 0;
  return tally === undefined
    ? []
    : ([
        [-1, promiseOf(considered, price)],
        [1, settledOf(tally, price)],
      ] as const);
};

/** Progress at the beginning of the next pass. Once the budget is used up nobody goes on, so nothing is waited for. */
export const nextPass = (
  plan: CampaignPlan,
  counted: CampaignProgress,
  isSpent: boolean,
  now: number,
): CampaignProgress => {
  const { cursor: _, ...rest } = counted;
  const pass = counted.pass + 1;
  return {
    ...rest,
    pass,
    page: 0,
    pages: counted.page,
    chosen: 0,
    dueAt: now + (isSpent ? 0 : passageInto(pass, plan).afterMs),
  };
};
