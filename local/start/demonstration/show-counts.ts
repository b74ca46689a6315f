import { reportCampaign } from '../../../cli/commands/campaign-views.ts';
import { generateReport } from '../../../cli/commands/report-generate.ts';
import { openCampaignStore } from '../../../cli/open-campaigns.ts';
import type { StageAccess } from '../../../cli/stage-access.ts';
import { agents } from '../../../config/agents.ts';
import { contactPricesUsd } from '../../../config/campaigns.ts';
import type { Event } from '../../../shared/messages/event.ts';
import { systemPorts } from '../../../shared/runtime/system-ports.ts';
import { cast, documentsFolder } from './cast.ts';
import { campaignCommands, countLines, stepsOver } from './counts.ts';
import { MEMBERS, problemsOfCounts } from './problems.ts';

const DAY_MS = 86_400_000;
/** Receipts and the index come a moment after the events. */
const REPORT_MS = 60_000;

type Asked = {
  readonly campaignId: string;
  readonly events: readonly Event[];
  readonly signal: AbortSignal;
  readonly write: (line: string) => void;
};

/** Shows the counts of a campaign: its own account, the report by channel and outcome, and what the bus told of. Gives what does not add up. */
export const showCounts = async (access: StageAccess, asked: Asked): Promise<readonly string[]> => {
  const { campaignId, events, write } = asked;
  const deps = {
    ...{ store: await openCampaignStore(access), journal: await access.journal() },
    ...{ agents, prices: contactPricesUsd, asClosed: false },
  };
  write('');
  for (const line of (await reportCampaign(campaignId, deps)).lines) write(line);
  const members = stepsOver(events)[0]?.tally.members;
  return [
    ...(members === MEMBERS ? [] : [`the first step has ${members} members of ${MEMBERS}`]),
    ...(await showReport(access, asked)),
  ];
};

/** Once it has all commands. */
const showReport = async (
  access: StageAccess,
  { campaignId, events, signal, write }: Asked,
): Promise<readonly string[]> => {
  const from = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const end = Date.now() + REPORT_MS;
  write('');
  write('The report by channel and outcome is made on the LOW lane, which may take a minute:');
  for (;;) {
    const { json, lines } = await generateReport(access, {
      ...systemPorts,
      campaign: campaignId,
      from,
      wait: true,
    });
    const problems = problemsOfCounts(json, campaignCommands(events));
    signal.throwIfAborted();
    if (problems.length > 0 && Date.now() < end) continue;
    for (const line of [...lines, '', ...countLines(events), '', ...followLines(campaignId)]) write(line);
    return problems;
  }
};

/** How to look at one of them closely. */
const followLines = (campaignId: string): readonly string[] => [
  `Follow ${cast.optsOut}, who wrote STOP, or ${cast.promises}, who promised to pay, from a second terminal:`,
  `  npx switchboard customer show ${cast.optsOut}`,
  `  npx switchboard conversation show ${cast.promises}`,
  `  npx switchboard command explain ${documentsFolder}/text-after-stop.json`,
  `  npx switchboard timer list --customer ${cast.promises}`,
  `  npx switchboard campaign report ${campaignId}`,
];
