import type { CampaignDesk, CampaignMessage } from '../campaigns/campaign-desk.ts';
import { changeOfHistoryCommand } from '../conversations/change-of-message.ts';
import type { ConversationWriter } from '../conversations/conversation-writer.ts';
import { commandAggregate, fact } from '../journal/command-facts.ts';
import { taskSubject } from '../journal/command-subject.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Command } from '../messages/command.ts';
import { hopsOf } from '../messages/hops.ts';
import type { Parsed } from '../messages/parse-message.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import type { Admitted, AdmittedTask } from './admit-command.ts';
import type { SubmitResult } from './submit-result.ts';

export type TaskDeps = {
  readonly journal: Pick<Journal, 'insert'>;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  readonly conversations: ConversationWriter;
  readonly campaigns: CampaignDesk;
  readonly now: () => number;
};

/**
 * Does what admitted commands ask of the coordinator, their outcomes in one call to the journal; repeating it is safe. Answers
 * for each task, and for no contact. Never throws.
 */
export const serveTasks = async (
  admitted: readonly Admitted[],
  deps: TaskDeps,
): Promise<ReadonlyMap<Admitted, SubmitResult>> => {
  const tasks = admitted.filter((taken): taken is AdmittedTask => taken.kind === 'task');
  const tried = await Promise.all(
    tasks.map(async (task) => ({ task, done: await attempt(task.message, deps) })),
  );
  const facts = tried.flatMap(({ task, done }) => outcomeFacts(task.message, done, deps.now()));
  const lost = facts.length > 0 ? await deps.journal.insert(facts).then(() => undefined, causeOf) : undefined;
  return new Map(tried.map(({ task, done }) => [task, resultOf(task, lost ?? done)]));
};

/** The task is done, or breaks a rule that only doing it shows; or, as text, why it could not be done now. */
type Attempt = Parsed<true> | string;

const attempt = async (message: Command, deps: TaskDeps): Promise<Attempt> => {
  try {
    return await perform(message, deps);
  } catch (error) {
    return causeOf(error);
  }
};

const causeOf = (error: unknown): string => (error instanceof Error ? error.name : 'UNKNOWN');

const resultOf = ({ message: { messageId: commandId }, tier }: AdmittedTask, done: Attempt): SubmitResult => {
  if (typeof done === 'string') return { status: 'FAILED', commandId, cause: done };
  return done.ok
    ? { status: 'PERFORMED', commandId, tier }
    : { status: 'REJECTED', commandId, issues: done.issues };
};

const perform = async (
  message: Command,
  { cipher, conversations, campaigns }: TaskDeps,
): Promise<Parsed<true>> => {
  if (isCampaignCommand(message)) return campaigns.serve(message);
  const change = await changeOfHistoryCommand(message, cipher);
  if (!change.ok) return change;
  const { messageId, source } = message;
  await conversations.write(change.value, { messageId, source, hops: hopsOf(message) });
  return { ok: true, value: true };
};

const outcomeFacts = (message: Command, done: Attempt, at: number): readonly Fact[] => {
  if (typeof done === 'string') return [];
  const aggregate = commandAggregate(message.messageId);
  const subject = taskSubject(message);
  if (done.ok) return [fact('performed', aggregate, at, subject)];
  const body = { ...subject, attempt: 0, cause: 'INVALID_CONTENT', issues: done.issues };
  return [fact('failed', aggregate, at, body)];
};

const isCampaignCommand = (message: Command): message is Command & CampaignMessage =>
  ['START_CAMPAIGN', 'PAUSE_CAMPAIGN', 'RESUME_CAMPAIGN', 'CANCEL_CAMPAIGN'].includes(message.command.type);
