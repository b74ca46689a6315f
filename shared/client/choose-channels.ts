import type { PoolWatch } from '../coordination/watch-pools.ts';
import type { Customer } from '../customers/customer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import { commandAggregate, eventIdOf, fact } from '../journal/command-facts.ts';
import { taskSubject } from '../journal/command-subject.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import { matterIn } from '../journal/matter-in.ts';
import { pagesOf } from '../messages/pages-of.ts';
import type { Issue } from '../messages/parse-message.ts';
import type { Priority } from '../messages/priority.ts';
import type { TaskOpener } from '../tasks/task.ts';
import { type AdmittedContact, type AdmittedWork, admitTo } from './admit-command.ts';
import type { SubmitResult } from './submit-result.ts';
import { type WeighCommandDeps, weighCommand } from './weigh-command.ts';

/** What became of a command that left its channel to the coordinator: it goes into a lane, or has come to its end. */
export type ChannelChoice =
  | { readonly contact: AdmittedContact; readonly result?: undefined }
  | { readonly contact?: undefined; readonly result: SubmitResult };

/**
 * Chooses channels for a batch of commands; each is decided once, however often it comes. Never throws: what could not be
 * decided is FAILED and may be tried again.
 */
export type ChannelChooser = (
  works: readonly AdmittedWork[],
) => Promise<ReadonlyMap<AdmittedWork, ChannelChoice>>;

export type ChooserDeps = WeighCommandDeps & {
  readonly journal: Pick<Journal, 'get' | 'insert'>;
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly pools: PoolWatch;
  readonly openTask: TaskOpener;
  /** Minutes until a task expires that stands for a message. */
  readonly taskMinutes: Readonly<Record<Priority, number>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** Customers read in one call (`CustomerStore.get`). */
const CUSTOMERS_AT_ONCE = 50;

/** Makes a chooser: for a batch one read of its customers, and one call for all decisions. */
export const createChannelChooser =
  (deps: ChooserDeps): ChannelChooser =>
  async (works) => {
    if (works.length === 0) return new Map();
    try {
      const decided = await decideAll(works, deps);
      const choices = await Promise.all(decided.map((each) => carryOut(each, deps)));
      const ends = choices.flatMap(({ ends: own }) => own);
      if (ends.length > 0) await deps.journal.insert(ends);
      return new Map(decided.map(({ work }, at) => [work, choices[at]?.choice ?? failed(work, 'NO_ANSWER')]));
    } catch (error) {
      return new Map(works.map((work) => [work, failed(work, causeOf(error))]));
    }
  };

/** A command with the decision about it as the journal has it; or what is broken, or why nobody could decide. */
type Decided = { readonly work: AdmittedWork } & (
  | { readonly fact: FactOf<'work-assigned'> }
  | { readonly fact?: undefined; readonly issues: readonly Issue[] }
  | { readonly fact?: undefined; readonly issues?: undefined; readonly cause: string }
);

const decideAll = async (works: readonly AdmittedWork[], deps: ChooserDeps): Promise<readonly Decided[]> => {
  const [pools, customers] = await Promise.all([deps.pools(), readCustomers(works, deps)]);
  const decided = await Promise.all(
    works.map(async (work): Promise<Decided> => {
      const customer = customers.get(work.message.command.customerId);
      try {
        return await decide(work, { customer, pools, at: deps.now() }, deps);
      } catch (error) {
        return { work, cause: causeOf(error) };
      }
    }),
  );
  return asFirstDecided(decided, deps.journal);
};

const readCustomers = async (
  works: readonly AdmittedWork[],
  { customers }: ChooserDeps,
): Promise<ReadonlyMap<string, Customer>> => {
  const ids = [...new Set(works.map(({ message }) => message.command.customerId))];
  const pages = await Promise.all(pagesOf(ids, CUSTOMERS_AT_ONCE).map((page) => customers.get(page)));
  return new Map(pages.flatMap((page) => [...page]));
};

const decide = async (
  work: AdmittedWork,
  seen: Parameters<typeof weighCommand>[2],
  deps: ChooserDeps,
): Promise<Decided> => {
  const { message, tier: priority } = work;
  const { preferChannels: prefer = [], avoidChannels: avoid = [] } = message.command;
  const assigned = await weighCommand(message, { priority, prefer, avoid }, seen, deps);
  if (!assigned.ok) return { work, issues: assigned.issues };
  const body = { ...taskSubject(message), ...assigned.value };
  return { work, fact: fact('work-assigned', commandAggregate(message.messageId), seen.at, body) };
};

/** The first decision stands: whoever comes again after a crash goes on with it, whatever they would decide now. */
const asFirstDecided = async (
  decided: readonly Decided[],
  journal: ChooserDeps['journal'],
): Promise<readonly Decided[]> => {
  const facts = decided.flatMap(({ fact: own }) => (own ? [own] : []));
  const outcomes = facts.length > 0 ? await journal.insert(facts) : [];
  const again = facts.filter((_, at) => outcomes[at] === 'exists');
  const stored = again.length > 0 ? await journal.get(again) : [];
  const firstOf = new Map<Fact, Fact | undefined>(again.map((own, at) => [own, stored[at]]));
  return decided.map((each) => {
    const first = each.fact && firstOf.get(each.fact);
    return first?.type === 'work-assigned' ? { work: each.work, fact: first } : each;
  });
};

/** What is to be done, and the facts that end the command where no agent does anything. */
type CarriedOut = { readonly choice: ChannelChoice; readonly ends: readonly Fact[] };

const carryOut = async (decided: Decided, deps: ChooserDeps): Promise<CarriedOut> => {
  const { work } = decided;
  if (decided.fact === undefined) {
    return decided.issues === undefined
      ? { choice: failed(work, decided.cause), ends: [] }
      : reject(work, decided.issues, deps.now());
  }
  const { outcome, chosen = '', reasons } = decided.fact.body;
  if (outcome === 'CHOSEN') {
    const contact = admitTo(work.message, chosen, work.acceptedAt, deps);
    return contact.ok
      ? { choice: { contact: withWay(contact.value, work) }, ends: [] }
      : reject(work, contact.issues, deps.now());
  }
  const aggregate = commandAggregate(work.message.messageId);
  const subject = taskSubject(work.message);
  if (outcome === 'FORBIDDEN') {
    return {
      choice: performed(work),
      ends: [fact('suppressed', aggregate, deps.now(), { ...subject, reasons })],
    };
  }
  try {
    await deps.openTask(taskFor(work, decided.fact.at, deps));
  } catch (error) {
    return { choice: failed(work, causeOf(error)), ends: [] };
  }
  const end = fact('failed', aggregate, deps.now(), { ...subject, attempt: 0, cause: 'NO_CHANNEL' });
  return { choice: performed(work), ends: [end] };
};

/** A message that no channel could take waits for a person. */
const taskFor = ({ message, tier }: AdmittedWork, openedAt: number, { taskMinutes }: ChooserDeps) => {
  return {
    taskId: eventIdOf({ aggregate: commandAggregate(message.messageId), key: 'task' }),
    kind: 'ESCALATION' as const,
    reason: 'NO_CHANNEL',
    priority: tier,
    ...matterIn(taskSubject(message)),
    escalationLevel: message.command.context?.escalationLevel,
    openedAt,
    expiresAt: openedAt + taskMinutes[tier] * 60_000,
  };
};

/** Its deadline is that of its first acceptance, what was a timer then is one, and the times of its way go along. */
const withWay = (
  contact: AdmittedContact,
  { dueAt, deadlineAt, putAt, queuedAt, isRepeat = false, verdict }: AdmittedWork,
): AdmittedContact => {
  const message = { ...contact.entry.message, dueAt, deadlineAt, putAt, queuedAt };
  return { ...contact, dueAt, deadlineAt, isRepeat, verdict, entry: { ...contact.entry, message } };
};

const reject = ({ message }: AdmittedWork, issues: readonly Issue[], at: number): CarriedOut => {
  const commandId = message.messageId;
  const body = { ...taskSubject(message), attempt: 0, cause: 'INVALID_CONTENT', issues };
  return {
    choice: { result: { status: 'REJECTED', commandId, issues } },
    ends: [fact('failed', commandAggregate(commandId), at, body)],
  };
};

const performed = ({ message, tier }: AdmittedWork): ChannelChoice => ({
  result: { status: 'PERFORMED', commandId: message.messageId, tier },
});

const failed = ({ message }: AdmittedWork, cause: string): ChannelChoice => ({
  result: { status: 'FAILED', commandId: message.messageId, cause },
});

const causeOf = (error: unknown): string => (error instanceof Error ? error.name : 'UNKNOWN');
