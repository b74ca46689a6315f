import type { StepTally } from '../journal/facts/campaign-facts.ts';
import type { CampaignDefinition } from './campaign-definition.ts';
import type { CampaignState } from './campaign-state.ts';
import type { CampaignProgress } from './campaign-store.ts';
import { usdOf } from './contact-prices.ts';
import { addTallies, emptyTally } from './member-outcome.ts';
import { placeSteps } from './place-steps.ts';

/** A step in a report. */
export type StepReport = {
  readonly step: string;
  readonly channel: string;
  readonly templateId: string;
  /** CLOSING: members are counted, page by page. SENDING: members are chosen and contacted. AHEAD: not begun. */
  readonly state: 'AHEAD' | 'SENDING' | 'WAITING' | 'CLOSING' | 'CLOSED';
  /** Members who were counted so far; whoever is not yet is in none. */
  readonly tally: StepTally;
};

/** A campaign's account: ids, codes and counts. */
export type CampaignReport = {
  readonly campaignId: string;
  readonly state: CampaignState['state'];
  readonly cause: string | null;
  /** ISO 8601; `null` before its master began. */
  readonly startedAt: string | null;
  readonly members: number;
  readonly brokenMembers: number;
  readonly steps: readonly StepReport[];
  /** Over all steps: a member counts once for each. */
  readonly totals: StepTally;
  readonly budget: {
    readonly contacts: number | null;
    readonly usd: number | null;
    /** Paid and promised, and of that what is paid for certain. */
    readonly spentContacts: number;
    readonly spentUsd: number;
    readonly paidContacts: number;
    readonly paidUsd: number;
  };
};

/** What is known of a campaign. */
export type CampaignKnown = {
  readonly campaignId: string;
  readonly definition: CampaignDefinition;
  readonly state: CampaignState;
  readonly progress?: CampaignProgress | undefined;
};

/** Makes the account of a campaign, at any time; the same for the same facts, definition and progress. */
export const campaignReportOf = ({
  campaignId,
  definition,
  state,
  progress,
}: CampaignKnown): CampaignReport => {
  const steps = placeSteps(definition.steps).steps.map(({ step, channel, templateId }, index) => ({
    ...{ step, channel, templateId },
    state: stateOfStep(index, progress),
    tally: progress?.tallies[index] ?? emptyTally,
  }));
  const totals = steps.map(({ tally }) => tally).reduce(addTallies, emptyTally);
  return {
    campaignId,
    state: state.state,
    cause: state.cause ?? null,
    startedAt: progress === undefined ? null : new Date(progress.startedAt).toISOString(),
    members: progress?.members ?? 0,
    brokenMembers: progress?.brokenMembers ?? 0,
    steps,
    totals,
    budget: {
      contacts: definition.budget?.contacts ?? null,
      usd: definition.budget?.usd ?? null,
      spentContacts: progress?.spent.contacts ?? 0,
      spentUsd: usdOf(progress?.spent.microUsd ?? 0),
      paidContacts: totals.contacts,
      paidUsd: usdOf(totals.microUsd),
    },
  };
};

const stateOfStep = (index: number, progress: CampaignProgress | undefined): StepReport['state'] => {
  if (progress === undefined || index > progress.pass) return 'AHEAD';
  if (index === progress.pass) return progress.page === 0 && index > 0 ? 'AHEAD' : 'SENDING';
  if (index < progress.pass - 1 || progress.ended) return progress.tallies[index] ? 'CLOSED' : 'AHEAD';
  return progress.page === 0 ? 'WAITING' : 'CLOSING';
};
