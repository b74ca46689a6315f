import type { Fact, FactOf, FactType } from './fact.ts';

/** Where a command stands. UNKNOWN is open: nobody knows yet whether the provider took it. */
export const commandStatuses = [
  'NONE',
  'ACCEPTED',
  'IN_PROGRESS',
  'RETRYING',
  'UNKNOWN',
  'SENT',
  'DELIVERED',
  'FAILED',
  'EXPIRED',
  'CANCELLED',
  'SUPPRESSED',
  'ERASED',
  'PARKED',
  'REJECTED',
] as const;

export type CommandStatus = (typeof commandStatuses)[number];

export type CommandState = {
  readonly status: CommandStatus;
  /** Attempts to contact so far. */
  readonly attempts: number;
  /** The newest claim, when there is one. */
  readonly claim?: FactOf<'claimed'> | undefined;
  /** Attempts that the provider may have taken, the newest first: more than one only where it is idempotent. */
  readonly openAttempts: readonly number[];
  /** The claim of the newest of them. */
  readonly openClaim?: FactOf<'claimed'> | undefined;
  /** The agent types whose attempts those are. */
  readonly openAgentTypes: readonly string[];
  /** Agent types that gave the command to another one, the newest last. */
  readonly fallen: readonly FactOf<'fell-back'>[];
  /** Whether another attempt cannot contact twice: there was none, or each is proven not to have been taken. */
  readonly mayAttempt: boolean;
};

/** Statuses that something must still follow. */
const open: ReadonlySet<CommandStatus> = new Set(['NONE', 'ACCEPTED', 'IN_PROGRESS', 'RETRYING', 'UNKNOWN']);

/** True for a status that no further fact is needed for; a receipt may still refine SENT and PARKED. */
export const isTerminal = (status: CommandStatus): boolean => !open.has(status);

type Rung = readonly [fact: FactType, status: CommandStatus];

/**
 * The outcome table, strongest first: a command's status is that of the first rung whose fact is there. What the provider's
 * receipts prove stands above our own record, that above a doubt, and any trace of an attempt above a denial. So facts may
 * come late, twice and in any order: more facts only ever lift the status up the ladder, but for a `released` one, which
 * takes its parking away.
 */
export const outcomeLadder = {
  /** Proofs that the provider took it. A bounce is said after, and in spite of, a delivery. */
  proof: [
    ['bounced', 'FAILED'],
    ['delivered', 'DELIVERED'],
    ['complained', 'DELIVERED'],
    ['sent', 'SENT'],
    ['confirmed', 'SENT'],
  ],
  /** The newest attempt; `not-accepted` proves that it was none and leaves the word to one before it, or to the denials. */
  attempt: [
    ['failed', 'FAILED'],
    ['not-accepted', 'RETRYING'],
    ['parked', 'PARKED'],
    ['unknown', 'UNKNOWN'],
    ['claimed', 'IN_PROGRESS'],
  ],
  /** Ends without any attempt. */
  denial: [
    ['performed', 'DELIVERED'],
    ['erased', 'ERASED'],
    ['cancelled', 'CANCELLED'],
    ['suppressed', 'SUPPRESSED'],
    ['expired', 'EXPIRED'],
    ['failed', 'FAILED'],
    ['parked', 'PARKED'],
  ],
  start: [
    ['accepted', 'ACCEPTED'],
    ['rejected', 'REJECTED'],
  ],
} as const satisfies Record<string, readonly Rung[]>;

/** A command's state from its facts, in whatever order they come. */
export const commandStateOf = (facts: readonly Fact[]): CommandState => {
  const claims = facts
    .filter((fact): fact is FactOf<'claimed'> => fact.type === 'claimed')
    .sort((a, b) => b.body.attempt - a.body.attempt);
  const held = withoutReleased(facts);
  const tried = claims.map(({ body: { attempt } }) => ({ attempt, status: statusOfAttempt(held, attempt) }));
  const openAttempts = tried.filter(({ status }) => openEnds.has(status)).map(({ attempt }) => attempt);
  return {
    status: statusOf(held, tried),
    attempts: tried[0]?.attempt ?? 0,
    claim: claims[0],
    openAttempts,
    openAgentTypes: claims
      .filter(({ body }) => openAttempts.includes(body.attempt))
      .map(({ body }) => body.agentType),
    fallen: facts.filter((fact) => fact.type === 'fell-back'),
    openClaim: claims.find(({ body: { attempt } }) => attempt === openAttempts[0]),
    mayAttempt: tried.every(({ status }) => status === 'RETRYING'),
  };
};

/** What an attempt may have come to of which nobody knows whether the provider took it. */
const openEnds: ReadonlySet<CommandStatus> = new Set(['IN_PROGRESS', 'UNKNOWN', 'PARKED']);

type Tried = { readonly attempt: number; readonly status: CommandStatus };

/** A parking that is over says nothing any more. */
const withoutReleased = (facts: readonly Fact[]): readonly Fact[] => {
  const released = new Set(facts.flatMap(({ type, body }) => (type === 'released' ? [body.parking] : [])));
  return released.size === 0 ? facts : facts.filter(({ key }) => !released.has(key));
};

const statusOf = (facts: readonly Fact[], tried: readonly Tried[]): CommandStatus => {
  const { proof, denial, start } = outcomeLadder;
  const proven = climb(facts, proof);
  if (proven !== undefined) return proven;
  const denied = climb(facts.filter(isBeforeAnyAttempt), denial);
  if (tried.length === 0) return denied ?? climb(facts, start) ?? 'NONE';
  return tried.find(({ status }) => status !== 'RETRYING')?.status ?? denied ?? 'RETRYING';
};

const statusOfAttempt = (facts: readonly Fact[], attempt: number): CommandStatus =>
  climb(
    facts.filter((fact) => attemptOf(fact) === attempt),
    outcomeLadder.attempt,
  ) ?? 'IN_PROGRESS';

const climb = (facts: readonly Fact[], rungs: readonly Rung[]): CommandStatus | undefined => {
  const types = new Set(facts.map(({ type }) => type));
  return rungs.find(([type]) => types.has(type))?.[1];
};

const attemptOf = ({ body }: Fact): number | undefined => ('attempt' in body ? body.attempt : undefined);

const isBeforeAnyAttempt = (fact: Fact): boolean => (attemptOf(fact) ?? 0) === 0;
