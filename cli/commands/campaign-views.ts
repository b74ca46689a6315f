import type { AgentRegistry } from '../../shared/agents/agent-registry.ts';
import { planOf } from '../../shared/campaigns/campaign-plan.ts';
import { type CampaignReport, campaignReportOf } from '../../shared/campaigns/campaign-report.ts';
import type { CampaignStore } from '../../shared/campaigns/campaign-store.ts';
import type { ContactPrices } from '../../shared/campaigns/contact-prices.ts';
import { audienceIssues, openStepOf } from '../../shared/campaigns/open-step.ts';
import { recountSteps } from '../../shared/campaigns/recount-steps.ts';
import { readCampaign } from '../../shared/campaigns/turn-campaign.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import type { ControlStore } from '../../shared/state/control-store.ts';
import { CliError } from '../cli-error.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';
import { readShares } from './share-commands.ts';

/** Lines of an audience that are no members, as many as are shown. */
const MOST_ISSUES = 100;

export type CampaignViewDeps = {
  readonly store: Pick<CampaignStore, 'getDefinition' | 'getPage' | 'getProgress' | 'list'>;
  readonly journal: Pick<Journal, 'get' | 'read'>;
};

/** What a definition's plan is made with. */
type PlanNames = { readonly agents: AgentRegistry; readonly prices: ContactPrices };

/** `campaign status`: where a campaign stands, its steps, its money, and what is wrong with its audience. */
export const showCampaign = async (campaignId: string, deps: CampaignViewDeps): Promise<Outcome> => {
  const { report, progress } = await readReport(campaignId, deps);
  const openStep = progress && (await openStepOf(campaignId, progress, deps.store, deps.journal));
  const issues = await audienceIssues(campaignId, MOST_ISSUES, deps.store);
  const ends = Object.entries(openStep?.ends ?? {}).map(([end, count]) => `${count} ${end}`);
  return {
    exit: 'OK',
    json: { campaign: report, openStep: openStep ?? null, audienceIssues: issues },
    lines: [
      ...reportLines(report),
      ...(report.steps.some(({ state }) => state === 'CLOSED') ? [STATUS_AS_CLOSED] : []),
      ...(openStep && openStep.contacts > 0 && report.state !== 'COMPLETED'
        ? [
            `In the step that is open: ${openStep.contacts} contacts, first ends: ${ends.join(', ') || 'none yet'}`,
          ]
        : []),
      ...issues.map(({ place, rule }) => `audience, place ${place}: ${rule}`),
    ],
  };
};

/**
 * `campaign report`: a campaign's account, its members counted anew from the facts as they stand now; with `asClosed` as its
 * master counted them when it closed each step, without what came later.
 */
export const reportCampaign = async (
  campaignId: string,
  { asClosed, ...deps }: CampaignViewDeps & PlanNames & { readonly asClosed: boolean },
): Promise<Outcome> => {
  const known = await readKnown(campaignId, deps);
  const { progress, definition } = known;
  if (asClosed || progress === undefined) {
    const report = campaignReportOf(known);
    return {
      exit: 'OK',
      json: { counted: 'AS_CLOSED', report },
      lines: [...reportLines(report), AS_CLOSED],
    };
  }
  const plan = planOf(definition, deps.agents, deps.prices);
  const tallies = await recountSteps(campaignId, plan, progress, deps);
  const report = campaignReportOf({ ...known, progress: { ...progress, tallies } });
  return { exit: 'OK', json: { counted: 'NOW', report }, lines: reportLines(report) };
};

const STATUS_AS_CLOSED =
  'Closed steps as they were counted then: campaign report counts anew, with what came later.';
const AS_CLOSED =
  'Counted when each step was closed: campaign report without --as-closed has what came later.';

/** `campaign list`: all campaigns that are kept, with their state, and those to which operators gave a weight; all others have 1. */
export const listCampaigns = async (
  controls: Pick<ControlStore, 'read'>,
  { store, journal }: CampaignViewDeps,
): Promise<Outcome> => {
  const { campaigns: weights } = await readShares(controls);
  const ids = [...new Set([...(await store.list()), ...Object.keys(weights)])].sort();
  const campaigns = await Promise.all(
    ids.map(async (campaignId) => ({
      campaignId,
      state: (await readCampaign(campaignId, journal)).state,
      weight: weights[campaignId] ?? 1,
    })),
  );
  return {
    exit: 'OK',
    json: { campaigns },
    lines: formatTable(
      ['CAMPAIGN', 'STATE', 'WEIGHT'],
      campaigns.map(({ campaignId, state, weight }) => [
        campaignId,
        state === 'NONE' ? '-' : state,
        String(weight),
      ]),
    ),
  };
};

const readReport = async (campaignId: string, deps: CampaignViewDeps) => {
  const known = await readKnown(campaignId, deps);
  return { report: campaignReportOf(known), progress: known.progress };
};

const readKnown = async (campaignId: string, { store, journal }: CampaignViewDeps) => {
  const [state, definition, progress] = await Promise.all([
    readCampaign(campaignId, journal),
    store.getDefinition(campaignId),
    store.getProgress(campaignId),
  ]);
  if (definition === undefined || state.state === 'NONE') {
    throw new CliError('FAILED', `There is no campaign ${campaignId}.`, 'campaign list shows them all.');
  }
  return { campaignId, definition, state, progress };
};

const HEADINGS = [
  ...[
    'STEP',
    'CHANNEL',
    'STATE',
    'MEMBERS',
    'SENT',
    'DELIVERED',
    'FAILED',
    'SUPPRESSED',
    'CANCELLED',
    'PARKED',
    'OPEN',
  ],
  ...['REPLIED', 'OPTED OUT', 'CONTACTS', 'USD'],
];

const reportLines = (report: CampaignReport): readonly string[] => {
  const { campaignId, state, cause, members, brokenMembers, steps, budget } = report;
  const of = (limit: number | null) => (limit === null ? '' : ` of ${limit}`);
  return [
    `${campaignId} is ${state}${cause === null ? '' : ` (${cause})`}: ${members} members, ${brokenMembers} lines that are none`,
    `spent: ${budget.spentContacts}${of(budget.contacts)} contacts, ${budget.spentUsd}${of(budget.usd)} USD`,
    ...formatTable(
      HEADINGS,
      steps.map(({ step, channel, state: stepState, tally }) => [
        ...[
          step,
          channel,
          stepState,
          tally.members,
          tally.sent,
          tally.delivered,
          tally.failed,
          tally.suppressed,
        ],
        ...[tally.cancelled, tally.parked, tally.open, tally.replied, tally.optedOut, tally.contacts],
        tally.microUsd / 1_000_000,
      ]),
    ),
  ];
};
