import { type CampaignReport, campaignReportOf } from '../../shared/campaigns/campaign-report.ts';
import type { CampaignStore } from '../../shared/campaigns/campaign-store.ts';
import { audienceIssues, openStepOf } from '../../shared/campaigns/open-step.ts';
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
      ...(openStep && openStep.contacts > 0 && report.state !== 'COMPLETED'
        ? [
            `In the step that is open: ${openStep.contacts} contacts, first ends: ${ends.join(', ') || 'none yet'}`,
          ]
        : []),
      ...issues.map(({ place, rule }) => `audience, place ${place}: ${rule}`),
    ],
  };
};

/** `campaign report`: the same account as the stored one. */
export const reportCampaign = async (campaignId: string, deps: CampaignViewDeps): Promise<Outcome> => {
  const { report } = await readReport(campaignId, deps);
  return { exit: 'OK', json: { report }, lines: reportLines(report) };
};

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

const readReport = async (campaignId: string, { store, journal }: CampaignViewDeps) => {
  const [state, definition, progress] = await Promise.all([
    readCampaign(campaignId, journal),
    store.getDefinition(campaignId),
    store.getProgress(campaignId),
  ]);
  if (definition === undefined || state.state === 'NONE') {
    throw new CliError('FAILED', `There is no campaign ${campaignId}.`, 'campaign list shows them all.');
  }
  return { report: campaignReportOf({ campaignId, definition, state, progress }), progress };
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
