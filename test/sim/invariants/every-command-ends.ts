import { type CommandState, commandStateOf, isTerminal } from '../../../shared/journal/command-state.ts';
import type { Fact } from '../../../shared/journal/fact.ts';
import type { World } from '../world.ts';
import type { Invariant } from './invariant.ts';

/** Nothing that a producer gave away disappears, and what is parked can be released. */
export const everyCommandEnds: Invariant = {
  number: 1,
  rule: 'every accepted command ends once, or is UNKNOWN and listed; what is PARKED is kept',
  check: async (world) => {
    const listed = new Set(
      (await world.journal.listUnknown(Number.POSITIVE_INFINITY)).map(({ aggregate }) => aggregate),
    );
    const kept = new Set([...world.lot.text().matchAll(PARKED_ID)].map(([, id = '']) => id));
    const buried = buriedIn(world);
    for (const { kind, messageId } of world.submitted.values()) {
      if (kind === 'context') continue;
      const facts = await world.factsOf(messageId);
      const place = placeOf(facts, {
        listed: listed.has(`command#${messageId}`),
        kept,
        buried: buried.has(messageId),
      });
      world.places.set(place, (world.places.get(place) ?? 0) + 1);
      if (place.startsWith('LOST')) world.violate(1, `ends as ${place}: no message of it is left`, messageId);
    }
  },
};

type Places = { readonly listed: boolean; readonly kept: ReadonlySet<string>; readonly buried: boolean };

const placeOf = (facts: readonly Fact[], { listed, kept, buried }: Places): string => {
  const state = commandStateOf(facts);
  if (state.status === 'PARKED' && !isKept(facts, kept)) return 'LOST PARKED';
  return isEnd(state, listed)
    ? state.status
    : buried
      ? `dead letter, ${state.status}`
      : `LOST ${state.status}`;
};

const isEnd = ({ status }: CommandState, listed: boolean): boolean =>
  isTerminal(status) || (status === 'UNKNOWN' && listed);

/** One of the parkings that are not over has no message of its own, as for its age, or its message is there. */
const isKept = (facts: readonly Fact[], kept: ReadonlySet<string>): boolean => {
  const over = new Set(facts.flatMap(({ type, body }) => (type === 'released' ? [body.parking] : [])));
  return facts.some(
    ({ type, key, body }) =>
      type === 'parked' && !over.has(key) && (body.intakeId === undefined || kept.has(body.intakeId)),
  );
};

const PARKED_ID = /"parked":\{"id":"([^"]+)"/g;
const COMMAND_ID = /"(?:messageId|commandId)":"([0-9a-f-]{36})"/g;

/** The ids in dead letters that wait for a person: those of the record lane, whose order a triage would break. */
const buriedIn = ({ queues, deadLetterSources }: World): ReadonlySet<string> =>
  new Set(
    [...queues.values()].flatMap(({ deadLetters }) =>
      deadLetters === undefined || deadLetterSources.has(deadLetters.arn)
        ? []
        : deadLetters.bodies.flatMap((body) => [...body.matchAll(COMMAND_ID)].map(([, id = '']) => id)),
    ),
  );
