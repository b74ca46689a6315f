import type { Journal } from '../journal/journal.ts';
import { type AudienceDeps, readAudience, twiceAt } from './audience.ts';
import { addSpent, allowanceOf, promiseOf, settledOf } from './budget.ts';
import { type CampaignPlan, passageInto } from './campaign-plan.ts';
import type { CampaignPage, CampaignProgress, CampaignStore, MemberPlace, Spent } from './campaign-store.ts';
import { goesOn, tallyOf } from './member-outcome.ts';
import { readOutcomes } from './read-outcomes.ts';

export type PlanDeps = AudienceDeps & {
  readonly store: CampaignStore;
  readonly journal: Pick<Journal, 'get' | 'insert' | 'read'>;
};

/** What is to be planned: the page at which the progress stands. */
export type PageAsked = {
  readonly campaignId: string;
  readonly plan: CampaignPlan;
  readonly progress: CampaignProgress;
  /** Nobody is chosen any more: the budget is used up. */
  readonly isSpent: boolean;
};

/** Chooses the members of a page of pass 0 from the audience; `undefined` where its file is gone. Throws retryable errors. */
export const planFirstPage = async (asked: PageAsked, deps: PlanDeps): Promise<CampaignPage | undefined> => {
  const { campaignId, plan, progress, isSpent } = asked;
  const { audience } = plan.definition;
  const read = isSpent ? { members: [], issues: [] } : await readAudience(audience, progress.cursor, deps);
  if (read === undefined) return undefined;
  const isFile = audience.file !== undefined;
  const { own, issues } = isFile
    ? await withoutRepeats(campaignId, read.members, deps)
    : { own: read.members, issues: [] };
  const paid = { contacts: 0, microUsd: 0 };
  const ids = own.map(({ customerId }) => customerId);
  const chosen = withinBudget(asked, ids, { spent: progress.spent, paid });
  return {
    pass: 0,
    page: progress.page,
    ...chosen,
    considered: own.length,
    issues: [...read.issues, ...issues].sort((a, b) => a.place - b.place),
    ...('next' in read && read.next !== undefined && chosen.budget === undefined ? { next: read.next } : {}),
  };
};

/** A customer may stand on two lines of a page, and on two pages. */
const withoutRepeats = async (
  campaignId: string,
  members: readonly MemberPlace[],
  { store }: Pick<PlanDeps, 'store'>,
) => {
  const first = new Map<string, MemberPlace>();
  for (const member of members) if (!first.has(member.customerId)) first.set(member.customerId, member);
  const unique = [...first.values()];
  const places = await store.takePlaces(campaignId, unique);
  const placeOf = new Map(unique.map(({ customerId }, index) => [customerId, places[index]]));
  const own = unique.filter(({ customerId, place }) => placeOf.get(customerId) === place);
  const issues = members.flatMap(({ customerId, place }) => {
    const taken = placeOf.get(customerId);
    return taken === undefined || taken === place ? [] : [{ place, rule: twiceAt(taken) }];
  });
  return { own, issues };
};

/** Closes a page of the step before and chooses who goes on. Throws retryable errors. */
export const planNextPage = async (
  asked: PageAsked,
  before: CampaignPage,
  deps: PlanDeps,
): Promise<CampaignPage> => {
  const { campaignId, plan, progress, isSpent } = asked;
  const { when } = passageInto(progress.pass, plan);
  const earlier = await earlierPages(asked, deps);
  const outcomes = await readOutcomes(campaignId, progress.startedAt, { page: before, earlier }, deps);
  const tally = tallyOf(outcomes, plan.priceOf);
  const price = plan.steps[progress.pass - 1]?.price ?? 0;
  const spent = addSpent(
    [1, progress.spent],
    [-1, promiseOf(before.customers.length, price)],
    [1, settledOf(tally, price)],
  );
  const going = before.customers.filter((_, index) => {
    const outcome = outcomes[index];
    return outcome !== undefined && when !== 'NEVER' && !isSpent && goesOn(outcome, when);
  });
  return {
    pass: progress.pass,
    page: progress.page,
    ...withinBudget(asked, going, {
      spent,
      paid: addSpent(...[...progress.tallies, tally].map((each) => [1, each] as const)),
    }),
    considered: before.customers.length,
    issues: [],
    tally,
  };
};

/** Those for whom the budget reaches. Asking a person costs none of it. */
const withinBudget = (
  { plan, progress: { pass } }: PageAsked,
  customers: readonly string[],
  amounts: { readonly spent: Spent; readonly paid: Spent },
): Pick<CampaignPage, 'customers' | 'budget'> => {
  const price = plan.steps[pass]?.price;
  if (price === undefined) return { customers };
  const { contacts, why } = allowanceOf(plan.definition.budget, { ...amounts, price });
  return contacts >= customers.length
    ? { customers }
    : { customers: customers.slice(0, contacts), budget: why };
};

const earlierPages = async ({ campaignId, progress, plan }: PageAsked, { store }: PlanDeps) => {
  if (passageInto(progress.pass, plan).when !== 'NO_REPLY') return [];
  const passes = Array.from({ length: Math.max(0, progress.pass - 1) }, (_, pass) => pass);
  const pages = await Promise.all(passes.map((pass) => store.getPage(campaignId, pass, progress.page)));
  return pages.flatMap((page) => page ?? []);
};
