import { errorFields, type Logger } from '../../observability/logger.ts';
import type { CapChange, CapKey, CapLedger, CapRecord } from '../../policy/cap-ledger.ts';
import type { CapDuty } from '../../policy/contact-gate.ts';
import { keptMs } from '../../policy/frequency-cap.ts';
import { judgeCap } from '../../policy/judge-cap.ts';
import type { Batch } from '../batch.ts';
import { retryLater } from '../settled.ts';
import { settleDenied } from './pass-gate.ts';
import type { Rendered } from './work.ts';

export type SlotDeps = {
  readonly caps: CapLedger;
  readonly log: Logger;
  readonly now: () => number;
};

/** What was written of one customer and purpose, and which commands had no use of it before. */
export type TakenSlots = { readonly change: CapChange; readonly fresh: ReadonlySet<string> };

type Limited<Content> = { readonly task: Rendered<Content>; readonly duty: CapDuty };

const MOST_TRIES = 3;

/**
 * Counts commands whose customers may be contacted only so often, before anything of them is claimed: one read and one write
 * for all of them, again where another process counts for the same customer meanwhile, and no call where nothing is limited.
 * Those beyond a cap are put off or end. What cannot be counted comes back, uncounted commands go on.
 */
export const takeSlots = async <Content>(
  batch: Batch,
  rendered: readonly Rendered<Content>[],
  deps: SlotDeps,
): Promise<{ readonly counted: readonly Rendered<Content>[]; readonly slots: readonly TakenSlots[] }> => {
  let pending = rendered.flatMap((task) => (task.cap ? [{ task, duty: task.cap }] : []));
  if (pending.length === 0) return { counted: rendered, slots: [] };
  const slots: TakenSlots[] = [];
  const gone = new Set<Rendered<Content>>(pending.map(({ task }) => task));
  try {
    for (let tries = 0; tries < MOST_TRIES && pending.length > 0; tries += 1) {
      const round = await takeOnce(batch, pending, deps);
      for (const task of round.counted) gone.delete(task);
      slots.push(...round.slots);
      pending = round.contended;
    }
    for (const { task } of pending) batch.settle(task.record, retryLater('CAP_CONTENDED'));
  } catch (error) {
    deps.log.error('contacts not counted', { messages: pending.length, ...errorFields(error) });
    for (const { task } of pending) batch.settle(task.record, retryLater('CAPS_UNAVAILABLE'));
  }
  return { counted: rendered.filter((task) => !gone.has(task)), slots };
};

/** Outcomes of commands that called no provider, and will not soon: they leave their place to others. */
const UNUSED: ReadonlySet<string> = new Set(['HELD_BACK', 'FELL_BACK', 'FAILED', 'EXPIRED']);

/**
 * Gives back what commands took newly that did not come to a contact, in one call; no call where there are none. Whoever went on
 * with such a use meanwhile wrote a newer version, and then nothing is given back: a contact is never left uncounted.
 */
export const giveSlotsBack = async <Content>(
  batch: Batch,
  tasks: readonly Rendered<Content>[],
  slots: readonly TakenSlots[],
  { caps, log }: SlotDeps,
): Promise<void> => {
  if (slots.length === 0) return;
  const used = new Set(tasks.filter(({ record }) => !UNUSED.has(batch.outcomeOf(record))).map(ownerOf));
  const changes = slots.flatMap(({ change, fresh }): CapChange[] => {
    const uses = change.record.uses.filter(({ owner }) => !fresh.has(owner) || used.has(owner));
    const version = change.record.version + 1;
    return uses.length === change.record.uses.length ? [] : [{ ...change, record: { version, uses } }];
  });
  if (changes.length === 0) return;
  try {
    await caps.write(changes);
  } catch (error) {
    log.error('unused contacts stay counted', { customers: changes.length, ...errorFields(error) });
  }
};

const ownerOf = ({ lane }: Pick<Rendered<unknown>, 'lane'>): string => lane.message.messageId;

const takeOnce = async <Content>(
  batch: Batch,
  pending: readonly Limited<Content>[],
  { caps, now }: SlotDeps,
) => {
  const groups = [...Map.groupBy(pending, (limited) => JSON.stringify(keyOf(limited))).values()];
  const keys = groups.flatMap(([first]) => (first === undefined ? [] : [keyOf(first)]));
  const records = await caps.read(keys);
  const plans = groups.map((group, index) =>
    planGroup(group, keys[index], records[index] ?? { version: 0, uses: [] }, now()),
  );
  const wanted = plans.filter(({ takers }) => takers.length > 0);
  const outcomes = wanted.length === 0 ? [] : await caps.write(wanted.map(({ slots }) => slots.change));
  const lost = new Set(wanted.filter((_, index) => outcomes[index] !== 'stored'));
  const settled = plans.filter((plan) => !lost.has(plan));
  for (const { task, denial } of settled.flatMap(({ denied }) => denied))
    batch.settle(task.record, settleDenied(task, denial, now()));
  const won = settled.filter(({ takers }) => takers.length > 0);
  return {
    counted: won.flatMap(({ takers }) => takers),
    slots: won.map(({ slots }) => slots),
    contended: [...lost].flatMap(({ group }) => group),
  };
};

/** One after the other within a customer and purpose, as if each had come alone. */
const planGroup = <Content>(
  group: readonly Limited<Content>[],
  key: CapKey = { customerId: '', purpose: '' },
  record: CapRecord,
  at: number,
) => {
  let { uses } = record;
  const answers = group.map(({ task, duty }) => {
    const answer = judgeCap(uses, duty, { owner: ownerOf(task), at });
    if (answer.kind === 'FREE') uses = answer.uses;
    return { task, answer };
  });
  const takers = answers.flatMap(({ task, answer }) => (answer.kind === 'FREE' ? [task] : []));
  const known = new Set(record.uses.map(({ owner }) => owner));
  const fresh = new Set(takers.map(ownerOf).filter((owner) => !known.has(owner)));
  const expiresAt = at + Math.max(...group.map(({ duty }) => keptMs(duty.caps)));
  const change = { key, record: { version: record.version + 1, uses }, expiresAt };
  const denied = answers.flatMap(({ task, answer }) =>
    answer.kind === 'FULL' ? [{ task, denial: answer.denial }] : [],
  );
  return { group, takers, denied, slots: { change, fresh } };
};

const keyOf = ({ task, duty }: Limited<unknown>): CapKey => ({
  customerId: task.subject.customerId,
  purpose: duty.purpose,
});
