import { nameOfFact } from '../../shared/journal/command-facts.ts';
import type { Fact, FactOf } from '../../shared/journal/fact.ts';
import type { Issue } from '../../shared/messages/parse-message.ts';
import { verdictOf } from './format-candidates.ts';
import { formatTable } from './format-table.ts';

/** A fact as `command status` shows it: when, which, and why. */
export type TimelineEntry = { readonly at: string; readonly fact: string; readonly cause: string };

/** The facts of a command, in the order of cause and effect; ids, codes and rules only. */
export const timelineOf = (facts: readonly Fact[]): readonly TimelineEntry[] =>
  facts.map((fact) => ({
    at: new Date(fact.at).toISOString(),
    fact: nameOfFact(fact),
    cause: causeOf(fact),
  }));

/** A timeline as lines, indented. */
export const formatTimeline = (entries: readonly TimelineEntry[]): readonly string[] =>
  formatTable(
    ['TIME', 'FACT', 'CAUSE'],
    entries.map(({ at, fact, cause }) => [at, fact, cause]),
  ).map((line) => `  ${line}`);

/** A broken rule and where it is broken. */
export const formatIssue = ({ path, rule }: Issue): string => `${path === '' ? 'document' : path}: ${rule}`;

const causeOf = (fact: Fact): string => {
  const { body } = fact;
  if (fact.type === 'timer-moved') return `due ${new Date(fact.body.dueAt).toISOString()}`;
  if (fact.type === 'work-assigned' || fact.type === 'escalated') return decisionOf(fact);
  if ('issues' in body && body.issues !== undefined) return body.issues.map(formatIssue).join('; ');
  if ('reasons' in body) return body.reasons.join(', ');
  if ('schedule' in body) return body.schedule === 'NONE' ? '' : body.schedule;
  return 'cause' in body ? (body.cause ?? '') : '';
};

/** Where work went, and of every other agent type why not there. */
const decisionOf = ({ body }: FactOf<'work-assigned' | 'escalated'>): string => {
  const { outcome, chosen, candidates } = body;
  const others = candidates.filter(({ agentType }) => agentType !== chosen);
  return [chosen ?? outcome, ...others.map((other) => `${other.agentType} ${verdictOf(other)}`)].join('; ');
};
