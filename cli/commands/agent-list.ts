import type { AgentRegistry } from '../../shared/agents/agent-registry.ts';
import type { AgentReport, AgentStateStore } from '../../shared/agents/agent-state-store.ts';
import { pagesOf } from '../../shared/messages/pages-of.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';

/** Identities read at once (the store's limit). */
const PAGE = 50;

/** `agent list`: every identity of the registry with what it last said of itself; silence says nothing of its health. */
export const listAgents = async (
  registry: AgentRegistry,
  states: Pick<AgentStateStore, 'get'>,
): Promise<Outcome> => {
  const known = Object.entries(registry).flatMap(([agentType, { identities }]) =>
    Object.keys(identities).map((identity) => ({ identity, agentType })),
  );
  const reports: AgentReport[] = [];
  for (const page of pagesOf(known, PAGE)) {
    reports.push(...(await states.get(page.map(({ identity }) => identity))));
  }
  const agents = known.map(({ identity, agentType }) => {
    const own = reports.filter((report) => report.identity === identity);
    return { identity, agentType, ...saidOf(own, 'status'), ...saidOf(own, 'metrics') };
  });
  return {
    exit: 'OK',
    json: { agents },
    lines: formatTable(
      ['IDENTITY', 'TYPE', 'STATUS', 'SINCE', 'FIGURES OF'],
      agents.map(({ identity, agentType, status, metrics }) => [
        identity,
        agentType,
        status?.status ?? '-',
        status?.at ?? '-',
        metrics?.at ?? '-',
      ]),
    ),
  };
};

type Said = { readonly at: string; readonly status: string; readonly state: unknown };

const saidOf = <Part extends AgentReport['part']>(
  reports: readonly AgentReport[],
  part: Part,
): { readonly [P in Part]?: Said } => {
  const report = reports.find((own) => own.part === part);
  if (report === undefined) return {};
  const { saidAt, status, state } = report;
  return { [part]: { at: new Date(saidAt).toISOString(), status, state } } as { [P in Part]: Said }; // its one key is `part`
};
