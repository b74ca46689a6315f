import { type CommandStatus, commandStateOf } from '../journal/command-state.ts';
import type { Fact, FactOf, FactType } from '../journal/fact.ts';

/** What one command counts for, from all its facts. */
export type CommandAccount = {
  /** When it came in, in milliseconds since 1970: under this time, and no other, it is counted. */
  readonly at: number;
  /** The agent type and the identity that served it last; '-' for a document that was refused. */
  readonly channel: string;
  readonly agent: string;
  readonly commandType: string;
  readonly campaignId?: string | undefined;
  readonly status: CommandStatus;
  readonly attempts: number;
  /** Answers of its customer, and complaints of it. */
  readonly replies: number;
  readonly complaints: number;
  readonly missedDeadlines: number;
  readonly fallbacks: number;
  /** Parts that text messages were billed for. */
  readonly segments: number;
};

/** A command's account; `undefined` where the facts begin none. The same facts make the same account, in whatever order. */
export const accountOf = (facts: readonly Fact[]): CommandAccount | undefined => {
  const accepted = facts.find((each): each is FactOf<'accepted'> => each.type === 'accepted');
  const first = accepted ?? firstRefusal(facts);
  if (first === undefined) return undefined;
  const state = commandStateOf(facts);
  return {
    at: first.at,
    ...placeOf(accepted, state),
    campaignId: accepted?.body.campaignId,
    status: state.status,
    attempts: facts.filter(({ type }) => type === 'claimed').length,
    replies: countOf(facts, 'responded'),
    complaints: countOf(facts, 'complained'),
    missedDeadlines: countOf(facts, 'deadline-missed'),
    fallbacks: countOf(facts, 'fell-back'),
    segments: sum(facts.map((each) => (each.type === 'sent' ? (each.body.content?.segments ?? 0) : 0))),
  };
};

const firstRefusal = (facts: readonly Fact[]): FactOf<'rejected'> | undefined =>
  facts.filter((each): each is FactOf<'rejected'> => each.type === 'rejected').sort((a, b) => a.at - b.at)[0];

const countOf = (facts: readonly Fact[], wanted: FactType): number =>
  facts.filter(({ type }) => type === wanted).length;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

const placeOf = (
  accepted: FactOf<'accepted'> | undefined,
  { claim, fallen }: Pick<ReturnType<typeof commandStateOf>, 'claim' | 'fallen'>,
) => {
  if (accepted === undefined) return { channel: '-', agent: '-', commandType: '-' };
  const { commandType } = accepted.body;
  const last = fallen.toSorted((a, b) => a.sequence - b.sequence).at(-1);
  const isBehindClaim = last !== undefined && last.body.attempt >= (claim?.body.attempt ?? 0);
  // Whoever it was given to last has not tried yet.
  if (isBehindClaim) return { channel: last.body.to, agent: '-', commandType };
  const { agentType: channel, identity: agent } = (claim ?? accepted).body;
  return { channel, agent, commandType };
};
