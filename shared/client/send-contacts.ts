import { commandAggregate } from '../journal/command-facts.ts';
import { commandStateOf } from '../journal/command-state.ts';
import type { Journal } from '../journal/journal.ts';
import type { LaneSender } from '../lanes/lane-sender.ts';
import type { Timer, TimerStore } from '../timers/timer-store.ts';
import type { Admitted, AdmittedContact } from './admit-command.ts';
import type { SubmitResult } from './submit-result.ts';

export type ContactDeps = {
  readonly lanes: LaneSender;
  readonly timers: Pick<TimerStore, 'put'>;
  readonly journal: Pick<Journal, 'read'>;
};

/**
 * Puts the contacts among admitted commands into their lanes, all together, those that wait for their time among the timers,
 * and says what became of each. Never throws.
 */
export const sendContacts = async (
  admitted: readonly Admitted[],
  deps: ContactDeps,
): Promise<ReadonlyMap<Admitted, SubmitResult>> => {
  const contacts = admitted.filter((taken): taken is AdmittedContact => taken.kind === 'contact');
  if (contacts.length === 0) return new Map();
  const later = contacts.filter(({ verdict }) => verdict === 'TIMER');
  const now = contacts.filter(({ verdict }) => verdict !== 'TIMER');
  const [sent, cause] = await Promise.all([
    now.length > 0 ? deps.lanes.send(now.map(({ entry }) => entry)) : [],
    later.length > 0 ? setTimers(later, deps) : undefined,
  ]);
  return new Map([
    ...now.map((contact, index) => [contact, resultOf(contact, causeOf(sent[index]))] as const),
    ...later.map((contact) => [contact, resultOf(contact, cause)] as const),
  ]);
};

/** Answers why they could not be set. */
const setTimers = async (
  contacts: readonly AdmittedContact[],
  { timers, journal }: ContactDeps,
): Promise<string | undefined> => {
  try {
    const news = await Promise.all(
      contacts.map(async (each) => ((await isOver(each, journal)) ? [] : [each])),
    );
    await timers.put(news.flat().map(timerOf));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.name : 'UNKNOWN';
  }
};

/** One that came again may have been moved, taken back or sent since: then its first time is not set again. */
const isOver = async ({ entry, isRepeat }: AdmittedContact, journal: Pick<Journal, 'read'>) => {
  if (!isRepeat) return false;
  const facts = await journal.read(commandAggregate(entry.message.message.messageId));
  return commandStateOf(facts).status !== 'ACCEPTED' || facts.some(({ type }) => type === 'timer-moved');
};

const timerOf = ({ entry, dueAt }: AdmittedContact): Timer => ({
  commandId: entry.message.message.messageId,
  dueAt,
  cause: 'SCHEDULED',
  entry,
});

const causeOf = (outcome: { sent: true } | { sent: false; cause: string } | undefined): string | undefined =>
  outcome?.sent ? undefined : (outcome?.cause ?? 'NO_ANSWER');

const resultOf = ({ entry, tier }: AdmittedContact, cause: string | undefined): SubmitResult => {
  const { agentType, identity, message } = entry.message;
  const commandId = message.messageId;
  return cause === undefined
    ? { status: 'ACCEPTED', commandId, agentType, tier, identity }
    : { status: 'FAILED', commandId, cause };
};
