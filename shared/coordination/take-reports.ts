import type { AgentReport, AgentStateStore } from '../agents/agent-state-store.ts';
import { eventAggregate, fact } from '../journal/command-facts.ts';
import type { Journal } from '../journal/journal.ts';
import { eventTypeTable } from '../messages/message-types.ts';
import type { ReportType } from './read-report.ts';

/** A report as it came: under which id, and which receive of it this is. */
export type ReceivedReport = {
  readonly messageId: string;
  readonly type: ReportType;
  /** Differs from receive to receive, so that a lost answer to a claim is known as this one's. */
  readonly receiveId: string;
  readonly report: AgentReport;
};

/**
 * What became of a report: `NOTED`; `OLDER` where a newer one was there; `DROPPED` where it came before; `LOST` where it could
 * not be claimed or noted. None of them is tried again.
 */
export type ReportEnd = 'NOTED' | 'OLDER' | 'DROPPED' | 'LOST';

export type ReportDeps = {
  readonly journal: Pick<Journal, 'insert'>;
  readonly agentStates: Pick<AgentStateStore, 'put'>;
  readonly now: () => number;
};

/**
 * Takes reports at most once: claims all of them in one call before any work, then notes the newest of each agent. Never
 * throws, since what threw would come again.
 */
export const takeReports = async (
  received: readonly ReceivedReport[],
  deps: ReportDeps,
): Promise<readonly ReportEnd[]> => {
  if (received.length === 0) return [];
  const claims = received.map(({ messageId, type, receiveId, report }) =>
    fact('event-received', eventAggregate(messageId), deps.now(), {
      eventType: type,
      tier: eventTypeTable[type].tier,
      source: report.identity,
      owner: receiveId,
    }),
  );
  const outcomes = await deps.journal.insert(claims).catch(() => undefined);
  if (outcomes === undefined) return received.map(() => 'LOST');
  const mine = received.filter((_, at) => outcomes[at] === 'inserted');
  const newest = newestOf(mine);
  const ends = new Map(
    await Promise.all(newest.map(async (item) => [item, await note(item.report, deps)] as const)),
  );
  return received.map((item) => ends.get(item) ?? (mine.includes(item) ? 'OLDER' : 'DROPPED'));
};

/** Of each agent and part the one that was said last. */
const newestOf = (received: readonly ReceivedReport[]): readonly ReceivedReport[] => {
  const newest = new Map<string, ReceivedReport>();
  for (const item of received) {
    const name = `${item.report.identity}\n${item.report.part}`;
    const other = newest.get(name);
    if (other === undefined || other.report.saidAt < item.report.saidAt) newest.set(name, item);
  }
  return [...newest.values()];
};

const note = async (report: AgentReport, { agentStates }: ReportDeps): Promise<ReportEnd> => {
  try {
    return (await agentStates.put(report)) === 'stored' ? 'NOTED' : 'OLDER';
  } catch {
    return 'LOST';
  }
};
