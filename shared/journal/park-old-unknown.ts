import * as z from 'zod';
import { pagesOf } from '../messages/pages-of.ts';
import { type Priority, priorities } from '../messages/priority.ts';
import type { ControlStore } from '../state/control-store.ts';
import { fact } from './command-facts.ts';
import { commandStateOf } from './command-state.ts';
import { subjectIn } from './command-subject.ts';
import type { Fact, FactOf } from './fact.ts';
import type { Journal } from './journal.ts';

export type ParkDeps = {
  readonly journal: Pick<Journal, 'insert' | 'listUnknownBetween' | 'read'>;
  readonly controls: ControlStore;
  /** Seconds for which a tier's commands may be UNKNOWN. */
  readonly ageSeconds: Readonly<Record<Priority, number>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether there is time to begin with more. */
  readonly hasTime: () => boolean;
};

/** The switch that keeps, by tier, the time before which every UNKNOWN was looked at. */
export const UNKNOWN_SWEEP = 'unknown-sweep';

/** Facts looked at in one go. More of them never have the same millisecond. */
const PAGE = 1000;
/** Commands read at once. */
const AT_ONCE = 20;

const seenSchema = z.partialRecord(z.enum(priorities), z.number());
type Seen = z.infer<typeof seenSchema>;

/**
 * Parks commands that were UNKNOWN for longer than their tier allows, the oldest first, and those that have no message left to
 * be tried again with since they became UNKNOWN; gives the facts that say so. Each
 * UNKNOWN is looked at once for each tier, when it reaches that tier's age: what was resolved meanwhile is passed by, and
 * never read again. Repeating it changes nothing. Throws at the first failure; the next call goes on from there.
 */
export const parkOldUnknown = async (deps: ParkDeps): Promise<readonly FactOf<'parked'>[]> => {
  const [control = { version: 0, value: undefined }] = await deps.controls.read([UNKNOWN_SWEEP]);
  const before = seenSchema.catch({}).parse(control.value ?? {});
  const seen: Seen = { ...before };
  const parked: FactOf<'parked'>[] = [];
  try {
    for (const tier of priorities) await parkTier(tier, seen, parked, deps);
  } finally {
    // Somebody else who changed it has seen the same: a conflict loses nothing.
    if (JSON.stringify(seen) !== JSON.stringify(before)) {
      await deps.controls.write(UNKNOWN_SWEEP, { version: control.version + 1, value: seen });
    }
  }
  return parked;
};

const parkTier = async (
  tier: Priority,
  seen: Seen,
  parked: FactOf<'parked'>[],
  deps: ParkDeps,
): Promise<void> => {
  const until = deps.now() - deps.ageSeconds[tier] * 1000;
  while (deps.hasTime()) {
    const page = await deps.journal.listUnknownBetween(seen[tier] ?? 0, until, PAGE);
    for (const group of pagesOf(page, AT_ONCE)) await parkGroup(group, tier, seen, parked, deps);
    const last = page.at(-1);
    if (last === undefined) return;
    seen[tier] = last.at + 1;
    if (page.length < PAGE) return;
  }
};

/** One that fails holds up those after it, and none before it: under a storm a run gets at least so far. */
const parkGroup = async (
  group: readonly Fact[],
  tier: Priority,
  seen: Seen,
  parked: FactOf<'parked'>[],
  deps: ParkDeps,
): Promise<void> => {
  const judged = await Promise.allSettled(group.map((fact) => judge(fact, tier, deps)));
  const failed = judged.findIndex(({ status }) => status === 'rejected');
  const known = failed === -1 ? judged : judged.slice(0, failed);
  const old = known.flatMap((each) => (each.status === 'fulfilled' && each.value ? [each.value] : []));
  if (old.length > 0) await deps.journal.insert(old);
  parked.push(...old);
  // Others of the same millisecond may come next.
  const last = group[known.length - 1];
  if (last !== undefined) seen[tier] = last.at;
  const failure = judged[failed];
  if (failure?.status === 'rejected') throw failure.reason;
};

const judge = async (listed: Fact, tier: Priority, deps: ParkDeps): Promise<FactOf<'parked'> | undefined> => {
  if (listed.type !== 'unknown') return undefined;
  const facts = await deps.journal.read(listed.aggregate);
  const { status, openAttempts, attempts } = commandStateOf(facts);
  const { attempt } = listed.body;
  if (tierIn(facts) !== tier) return undefined;
  const park = (after: number, cause: string) =>
    fact('parked', listed.aggregate, deps.now(), { ...subjectIn(listed.body), attempt: after, cause });
  if (status === 'UNKNOWN' && openAttempts[0] === attempt) return park(attempt, 'UNKNOWN_TOO_LONG');
  // Its message went when it became UNKNOWN; that the provider refused it was written later. Who still has one may go on.
  if (status === 'RETRYING' && attempts === attempt) return park(0, 'MESSAGE_LOST');
  return undefined;
};

/** A command that the front door never noted has the tier that waits the longest. */
const tierIn = (facts: readonly Fact[]): Priority =>
  facts.find((fact): fact is FactOf<'accepted'> => fact.type === 'accepted')?.body.tier ?? 'LOW';
