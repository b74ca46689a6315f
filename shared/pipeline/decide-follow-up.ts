import type { IntentAnalysis } from '../intent/intent.ts';
import type { FollowUp, ReplyRow, ReplyTable } from './reply-table.ts';

/** What follows, and which row says so. */
export type Decision = {
  readonly row: string;
  readonly leadsTo: FollowUp;
  readonly suppress: boolean;
  readonly level: number;
  readonly raised: boolean;
};

/** The specification's levels of escalation end there. */
export const HIGHEST_LEVEL = 9;

/**
 * Decides what an inbound message leads to. Who ends messages gets none that a program makes; a person is told all the same.
 * Throws where no row holds, which synth refuses.
 */
export const decideFollowUp = (
  table: ReplyTable,
  analysis: Pick<IntentAnalysis, 'intent' | 'confidence' | 'optsOut'>,
  { channel, level }: { readonly channel: string; readonly level: number },
): Decision => {
  const rows = table[analysis.intent];
  const at = rows.findIndex((row) => holds(row, analysis.confidence, channel, level));
  const row = rows[at];
  if (row === undefined) throw new Error(`config/replies.ts: ${analysis.intent} has no row for ${channel}`);
  const raised = row.raises === true && level < HIGHEST_LEVEL;
  return {
    row: `${analysis.intent}[${at}]`,
    leadsTo: analysis.optsOut && isAutomatic(row.leadsTo) ? { action: 'NONE' } : row.leadsTo,
    suppress: analysis.optsOut || row.suppress === true,
    level: raised ? level + 1 : level,
    raised,
  };
};

const holds = (
  { channels, leastConfidence = 0, mostLevel = HIGHEST_LEVEL }: ReplyRow,
  confidence: number,
  channel: string,
  level: number,
): boolean =>
  (channels === undefined || channels.includes(channel)) &&
  confidence >= leastConfidence &&
  level <= mostLevel;

const isAutomatic = ({ action }: FollowUp): boolean =>
  action === 'COMMAND' || action === 'ESCALATE' || action === 'SAGA';
