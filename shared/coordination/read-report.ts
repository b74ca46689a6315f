import * as z from 'zod';
import type { AgentReport, AgentStatePart } from '../agents/agent-state-store.ts';
import { agentStateSchema } from '../messages/agent-state.ts';
import type { Event } from '../messages/event.ts';
import type { EventType } from '../messages/message-types.ts';
import { broken, type Parsed, parseMessage } from '../messages/parse-message.ts';

/** What an agent says of itself comes by these, at most once. */
export const reportParts = {
  AGENT_STATUS_CHANGED: 'status',
  AGENT_METRICS_REPORTED: 'metrics',
} as const satisfies Partial<Record<EventType, AgentStatePart>>;

export type ReportType = keyof typeof reportParts;

/** Whether a type of EVENT is what an agent says of itself. */
export const isReportType = (type: unknown): type is ReportType =>
  typeof type === 'string' && Object.hasOwn(reportParts, type);

const metadataSchema = z.looseObject({ agentState: agentStateSchema.optional() });

/**
 * Reads what an agent says of itself, as of `now` (milliseconds since 1970) at the latest: a clock that runs ahead must not
 * stand against everything newer. An agent speaks for itself only.
 */
export const readReport = (event: Event, type: ReportType, now: number): Parsed<AgentReport> => {
  const parsed = parseMessage(metadataSchema, event.event.metadata);
  if (!parsed.ok) {
    const issues = parsed.issues.map((issue) => ({ ...issue, path: `event.metadata.${issue.path}` }));
    return { ok: false, issues };
  }
  const { agentState } = parsed.value;
  const part = reportParts[type];
  if (agentState === undefined && part === 'metrics') {
    return broken('event.metadata.agentState', 'must be there: it holds the figures');
  }
  if (agentState !== undefined && agentState.agentId !== event.source) {
    return broken('event.metadata.agentState.agentId', 'must be the source of the message');
  }
  return {
    ok: true,
    value: {
      identity: event.source,
      part,
      saidAt: Math.min(Date.parse(event.timestamp), now),
      status: agentState?.state.status ?? event.event.status,
      ...(agentState === undefined ? {} : { state: agentState.state }),
    },
  };
};
