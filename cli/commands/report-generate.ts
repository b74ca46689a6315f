import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { commandStateOf, isTerminal } from '../../shared/journal/command-state.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import type { Journal } from '../../shared/journal/journal.ts';
import { CliError } from '../cli-error.ts';
import { putOnBus } from '../delivery/put-on-bus.ts';
import { formatIssue } from '../format/format-timeline.ts';
import type { Outcome } from '../outcome.ts';
import type { StageAccess } from '../stage-access.ts';
import { readReport, reportLines } from './report-show.ts';

const POLL_MS = 500;
const WAIT_MS = 900_000;
const SOURCE = 'switchboard-cli';

export type GenerateAsked = {
  readonly campaign?: string | undefined;
  readonly channel?: string | undefined;
  readonly agent?: string | undefined;
  readonly day?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
  readonly wait: boolean;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly newId: () => string;
  readonly random: () => number;
};

/**
 * `report generate`: asks for a report by a command on the bus and, where it waits, shows it. Fails on a report that was not
 * made by then; REJECTED where the front door refuses what was asked.
 */
export const generateReport = async (access: StageAccess, asked: GenerateAsked): Promise<Outcome> => {
  const document = reportCommand(asked);
  const [busName = ''] = await access.parameters([access.names.busName]);
  const [delivery] = await putOnBus([document], busName, { ...asked, client: access.bus });
  const reportId = document.messageId;
  if (delivery?.status !== 'PUT')
    throw new CliError('FAILED', 'The bus did not take the command.', 'Try again.');
  if (!asked.wait) {
    const lines = [reportId, `It is asked for; see it with: switchboard report show ${reportId}`];
    return { exit: 'OK', json: { reportId, status: 'ASKED' }, lines };
  }
  const facts = await readUntilEnd(await access.journal(), reportId, asked);
  const issues = facts.flatMap((each) => (each.type === 'rejected' ? each.body.issues : []));
  if (issues.length > 0)
    return {
      exit: 'REJECTED',
      json: { reportId, status: 'REJECTED', issues },
      lines: ['REJECTED', ...issues.map((issue) => `  ${formatIssue(issue)}`)],
    };
  const report = await readReport(access, reportId);
  return { exit: 'OK', json: { status: 'MADE', ...report }, lines: reportLines(report) };
};

/** The command that asks for a report; what is contradictory in it the front door says. */
export const reportCommand = (asked: GenerateAsked) => {
  const { campaign, channel, agent, day, from, until } = asked;
  const reportType = campaign ? 'campaign' : channel ? 'channel' : agent ? 'agent' : 'day';
  const fields = { campaignId: campaign, channel, agent, day, fromDay: from, untilDay: until };
  return {
    messageId: asked.newId(),
    messageType: 'COMMAND',
    timestamp: new Date(asked.now()).toISOString(),
    source: SOURCE,
    target: 'agent-coordinator',
    command: {
      type: 'GENERATE_REPORT',
      reportType,
      ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
    },
  };
};

const readUntilEnd = async (
  journal: Pick<Journal, 'read'>,
  reportId: string,
  { now, sleep }: Pick<GenerateAsked, 'now' | 'sleep'>,
): Promise<readonly Fact[]> => {
  const end = now() + WAIT_MS;
  for (;;) {
    const facts = await journal.read(commandAggregate(reportId));
    if (isTerminal(commandStateOf(facts).status) || now() >= end) return facts;
    await sleep(POLL_MS);
  }
};
