import type { ChoreLane } from '../back-office/chore-lane.ts';
import type { CampaignDesk } from '../campaigns/campaign-desk.ts';
import type { ConversationWriter } from '../conversations/conversation-writer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import { commandAggregate, fact, rejectedFact } from '../journal/command-facts.ts';
import { commandSubject, taskSubject } from '../journal/command-subject.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { CommandSubject } from '../journal/subjects.ts';
import type { LaneSender } from '../lanes/lane-sender.ts';
import { isLooping } from '../messages/hops.ts';
import { hopsIn } from '../messages/hops-in.ts';
import { messageIdIn } from '../messages/message-id.ts';
import { broken } from '../messages/parse-message.ts';
import type { RecordLane } from '../records/record-lane.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import type { TokenSigner } from '../security/token-signer.ts';
import type { TimerStore } from '../timers/timer-store.ts';
import {
  type Admission,
  type AdmissionRules,
  type Admitted,
  admitCommand,
  choreSubject,
  messageOf,
  recordSubject,
} from './admit-command.ts';
import { asFirst } from './as-first.ts';
import type { ChannelChooser } from './choose-channels.ts';
import { fingerprintOf } from './fingerprint.ts';
import { openBatches } from './open-batches.ts';
import { protect } from './protect.ts';
import { refuseReusedIds } from './refuse-reused-ids.ts';
import { sendChores } from './send-chores.ts';
import { sendContacts } from './send-contacts.ts';
import { sendRecords } from './send-records.ts';
import { serveTasks } from './serve-tasks.ts';
import type { Intake, Submission, SubmitResult } from './submit-result.ts';

export type ClientDeps = AdmissionRules & {
  readonly journal: Journal;
  readonly lanes: LaneSender;
  /** Where commands wait whose time is more than minutes ahead. */
  readonly timers: Pick<TimerStore, 'put'>;
  readonly cipher: PersonalCipher;
  readonly signer: Pick<TokenSigner, 'sign'>;
  readonly conversations: ConversationWriter;
  /** What serves commands about campaigns. */
  readonly campaigns: CampaignDesk;
  readonly customers: Pick<CustomerStore, 'get' | 'put' | 'suppress'>;
  readonly recordLane: RecordLane;
  /** Chooses channels for commands that leave that to the coordinator. @default they are rejected */
  readonly chooseChannels?: ChannelChooser | undefined;
  readonly choreLane: ChoreLane;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** The front door as a library: what the coordinator runs for the bus, trusted producers run in their own process. */
export type SwitchboardClient = {
  /**
   * Takes documents in, commands and batches: validates, expands, routes, encrypts, stamps, writes the fact, then the lane, or the timer. One
   * result for each, in order. A command submitted again goes into its lane again; its claim sees to it that it is sent once. Another document under its
   * id is rejected.
   * Throws `JournalUnavailableError` before anything is in a lane.
   */
  submit(intakes: readonly Intake[]): Promise<readonly SubmitResult[]>;
};

/** Makes a client from its ports. */
export const createSwitchboardClient = (deps: ClientDeps): SwitchboardClient => ({
  submit: async (intakes) => {
    const at = deps.now();
    const opened = await openBatches(intakes, at, deps);
    const submissions = opened.flatMap((each) => each.submissions);
    const owners = opened.flatMap((each) => each.submissions.map(() => each));
    const results = await submitCommands(submissions, at, deps);
    const resultsOf = Map.groupBy(results, (_, index) => owners[index]);
    return opened.map((each) => each.resultOf(resultsOf.get(each) ?? []));
  },
});

const submitCommands = async (
  submissions: readonly Submission[],
  at: number,
  deps: ClientDeps,
): Promise<readonly SubmitResult[]> => {
  const decided = await Promise.all(
    submissions.map(async (submission) => accept(decide(submission, at, deps), deps)),
  );
  // The fact comes first: a command that is in a lane is always known.
  const known = await chooseAll(await knowAll(decided, submissions, deps.journal), deps);
  const admitted = known.flatMap(({ admitted: taken }) => (taken ? [taken] : []));
  const results = new Map([
    ...(await sendContacts(admitted, deps)),
    ...(await serveTasks(admitted, deps)),
    ...(await sendRecords(admitted, deps)),
    ...(await sendChores(admitted, deps.choreLane)),
  ]);
  return known.map(({ admitted: taken, result }) => result ?? resultOf(taken, results));
};

/** Commands that left their channel to the coordinator go on as contacts of the agent type that was chosen, or have ended. */
const chooseAll = async (
  known: readonly Decision[],
  { chooseChannels }: Pick<ClientDeps, 'chooseChannels'>,
): Promise<readonly Decision[]> => {
  const works = known.flatMap(({ admitted }) => (admitted?.kind === 'work' ? [admitted] : []));
  if (works.length === 0 || chooseChannels === undefined) return known;
  const choices = await chooseChannels(works);
  return known.map((decision) => {
    const choice = decision.admitted?.kind === 'work' ? choices.get(decision.admitted) : undefined;
    if (choice === undefined) return decision;
    return choice.contact ? { ...decision, admitted: choice.contact } : { result: choice.result };
  });
};

/** Either a command that goes on, or a result that stands already; with the fact that says so. */
type Decision = {
  readonly fact?: Fact;
  readonly admitted?: Admitted;
  readonly result?: SubmitResult;
};

const decide = (submission: Submission, at: number, deps: ClientDeps): Decision => {
  const { intakeId, message, place, locate = (issue) => issue } = submission;
  const admission: Admission = submission.issues
    ? { ok: false, issues: submission.issues }
    : admitServed(message, at, deps);
  const commandId = messageIdIn(message);
  if (!admission.ok) {
    const issues = admission.issues.map(locate);
    return {
      fact: rejectedFact(commandId, at, { issues, intakeId, hops: hopsIn(message), ...place }),
      result: { status: 'REJECTED', commandId, issues },
    };
  }
  const admitted = withWay(admission.value, submission);
  return isLooping(messageOf(admitted)) ? park(admitted, at) : { admitted };
};

/** Only where channels are chosen may a command leave that open. */
const admitServed = (message: unknown, at: number, deps: ClientDeps): Admission => {
  const admission = admitCommand(message, at, deps);
  return admission.ok && admission.value.kind === 'work' && deps.chooseChannels === undefined
    ? broken('target', 'must be an agent or its pool here: agent-coordinator chooses for messages of the bus')
    : admission;
};

/** A contact takes the times of its way along, for the deadline's account. */
const withWay = (admitted: Admitted, { putAt, queuedAt }: Intake): Admitted => {
  if (admitted.kind === 'work') return { ...admitted, putAt, queuedAt };
  if (admitted.kind !== 'contact' || putAt === undefined || queuedAt === undefined) return admitted;
  const message = { ...admitted.entry.message, putAt, queuedAt };
  return { ...admitted, entry: { ...admitted.entry, message } };
};

const subjectOf = (admitted: Admitted): CommandSubject => {
  if (admitted.kind === 'contact') return commandSubject(admitted.entry.message);
  if (admitted.kind === 'chore') return choreSubject(admitted.message);
  return admitted.kind === 'record' ? recordSubject(admitted.message) : taskSubject(admitted.message);
};

const park = (admitted: Admitted, at: number): Decision => {
  const commandId = messageOf(admitted).messageId;
  const cause = 'TOO_MANY_HOPS';
  return {
    fact: fact('parked', commandAggregate(commandId), at, { ...subjectOf(admitted), attempt: 0, cause }),
    result: { status: 'PARKED', commandId, cause },
  };
};

const acceptedFact = (admitted: Admitted, fingerprint: string): FactOf<'accepted'> => {
  const { tier, acceptedAt, dueAt, deadlineAt, verdict } = admitted;
  const { messageId, source } = messageOf(admitted);
  return fact('accepted', commandAggregate(messageId), acceptedAt, {
    ...subjectOf(admitted),
    tier,
    source,
    acceptedAt,
    dueAt,
    deadlineAt,
    schedule: verdict,
    fingerprint,
    ...(admitted.kind === 'contact' ? { choice: admitted.choice } : {}),
  });
};

/** Makes the fact of a command that goes on, and encrypts what it carries. */
const accept = async (
  decision: Decision,
  { cipher, signer }: Pick<ClientDeps, 'cipher' | 'signer'>,
): Promise<Decision> => {
  const { admitted } = decision;
  if (admitted === undefined) return decision;
  const message = messageOf(admitted);
  try {
    const fingerprint = await fingerprintOf(message, signer);
    return { fact: acceptedFact(admitted, fingerprint), admitted: await protect(admitted, cipher) };
  } catch {
    return { result: { status: 'FAILED', commandId: message.messageId, cause: 'NOT_ENCRYPTED' } };
  }
};

/** Writes the first fact of each document; one that came under the id of another command goes no further. */
const knowAll = async (
  decided: readonly Decision[],
  intakes: readonly Intake[],
  journal: Journal,
): Promise<readonly Decision[]> => {
  const facts = decided.flatMap(({ fact: first }) => (first ? [first] : []));
  const inserted = await journal.insert(facts);
  const outcomes = new Map(facts.map((each, index) => [each, inserted[index] ?? 'inserted']));
  const taken = decided.flatMap(({ fact: first }, index) =>
    first?.type === 'accepted' ? [{ fact: first, intakeId: intakes[index]?.intakeId ?? '' }] : [],
  );
  const { refused, repeated } = await refuseReusedIds(taken, outcomes, journal);
  return decided.map((decision) => {
    if (decision.fact === undefined || decision.admitted === undefined) return decision;
    const first = repeated.get(decision.fact);
    if (first !== undefined) return { ...decision, admitted: asFirst(decision.admitted, first) };
    const issues = refused.get(decision.fact);
    if (issues === undefined) return decision;
    const commandId = messageOf(decision.admitted).messageId;
    return { result: { status: 'REJECTED', commandId, issues } };
  });
};

const resultOf = (
  taken: Admitted | undefined,
  results: ReadonlyMap<Admitted, SubmitResult>,
): SubmitResult => {
  const result = taken && results.get(taken);
  if (result === undefined) throw new TypeError('submit: a decision without a result');
  return result;
};
