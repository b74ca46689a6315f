import { fact } from '../journal/command-facts.ts';
import { type CommandState, commandStateOf } from '../journal/command-state.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Issue, Parsed } from '../messages/parse-message.ts';
import { hasEnded } from './decide-triage.ts';
import { type ParkedMessage, parkingKey } from './parked-message.ts';
import type { ParkingLot } from './parking-lot.ts';
import type { ReturnQueue } from './return-queue.ts';

/** What became of a message that somebody wanted released. */
export type ReleaseResult = {
  readonly parked: ParkedMessage;
} /** It is back in its queue; a dry run says that it would be. */ & (
  | { readonly outcome: 'RELEASED' | 'WOULD_RELEASE' }
  /** Its command ended, or it was released before: there is nothing left to send, and it is forgotten. */
  | { readonly outcome: 'ENDED' }
  /** It stays where it is. */
  | { readonly outcome: 'REFUSED'; readonly reason: string; readonly issues?: readonly Issue[] }
);

export type ReleaseOrder = {
  /** Who releases it: a person's name at the command line, or the event that does. */
  readonly by: string;
  /** Looks at everything and changes nothing. */
  readonly dryRun: boolean;
};

export type ReleaseDeps = {
  readonly journal: Pick<Journal, 'read' | 'insert'>;
  readonly lot: Pick<ParkingLot, 'get' | 'remove'>;
  readonly returns: ReturnQueue;
  /** Changes a body on its way. @default it goes as it came */
  readonly patch?: (body: string) => Promise<Parsed<string>>;
  /** Reasons for which the contact would be denied now. @default nobody is asked: its lane asks before it sends */
  readonly explain?: (body: string) => Promise<readonly string[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/**
 * Releases a parked message: sends it, then says so, then forgets it. A crash in between sends it again, which its command's
 * claim turns into a duplicate; the other way round it would be lost. Throws where a port does.
 */
export const releaseParked = async (
  parked: ParkedMessage,
  { by, dryRun }: ReleaseOrder,
  deps: ReleaseDeps,
): Promise<ReleaseResult> => {
  const facts = await deps.journal.read(parked.aggregate);
  const state = commandStateOf(facts);
  if (isOver(state, facts, parked)) {
    if (!dryRun) await deps.lot.remove(parked);
    return { parked, outcome: 'ENDED' };
  }
  if (!state.mayAttempt) return { parked, outcome: 'REFUSED', reason: 'OUTCOME_UNKNOWN' };
  const body = await prepare(parked, deps);
  if (typeof body !== 'string') return { parked, outcome: 'REFUSED', ...body };
  if (dryRun) return { parked, outcome: 'WOULD_RELEASE' };
  if ((await deps.returns.send(parked, body)) === 'no-queue') {
    return { parked, outcome: 'REFUSED', reason: 'NO_QUEUE' };
  }
  await deps.journal.insert([releasedFact(parked, by, deps.now())]);
  await deps.lot.remove(parked);
  return { parked, outcome: 'RELEASED' };
};

/** Nothing follows: the command ended, or this parking is over and only its body was not forgotten yet. */
export const isOver = (state: CommandState, facts: readonly Fact[], parked: ParkedMessage): boolean =>
  hasEnded(state) ||
  facts.some(({ type, body }) => type === 'released' && body.parking === parkingKey(parked));

type Refusal = { readonly reason: string; readonly issues?: readonly Issue[] };

const prepare = async (parked: ParkedMessage, deps: ReleaseDeps): Promise<string | Refusal> => {
  const body = await deps.lot.get(parked);
  if (body === undefined) return { reason: 'BODY_GONE' };
  const patched = deps.patch ? await deps.patch(body) : ({ ok: true, value: body } as const);
  if (!patched.ok) return { reason: 'PATCH_REFUSED', issues: patched.issues };
  const reasons = (await deps.explain?.(patched.value)) ?? [];
  return reasons.length > 0 ? { reason: `DENIED: ${reasons.join(', ')}` } : patched.value;
};

const releasedFact = (parked: ParkedMessage, by: string, at: number): Fact =>
  fact('released', parked.aggregate, at, {
    ...parked.subject,
    attempt: parked.attempt,
    parking: parkingKey(parked),
    by,
  });
