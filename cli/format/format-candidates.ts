import type { CandidateAccount } from '../../shared/journal/facts/coordination-facts.ts';
import { formatTable } from './format-table.ts';

/** A table of the agent types that were looked at. */
export const formatCandidates = (candidates: readonly CandidateAccount[]): readonly string[] =>
  formatTable(
    ['AGENT TYPE', 'VERDICT', 'USD', 'LOAD'],
    candidates.map((candidate) => [
      candidate.agentType,
      verdictOf(candidate),
      String(candidate.costUsd),
      candidate.load === undefined ? '-' : String(candidate.load),
    ]),
  );

/** What is said of one that was looked at, in a word or two. */
export const verdictOf = ({ obstacles = [], lostBy }: CandidateAccount): string => {
  if (obstacles.length > 0) return obstacles.join(', ');
  return lostBy === undefined ? 'chosen' : `comes after by ${lostBy}`;
};
