import { changeOfHistoryCommand } from '../conversations/change-of-message.ts';
import type { ConversationWriter } from '../conversations/conversation-writer.ts';
import { commandAggregate, fact } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Command } from '../messages/command.ts';
import { hopsOf } from '../messages/hops.ts';
import type { Parsed } from '../messages/parse-message.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import { type Admitted, taskSubject } from './admit-command.ts';
import type { SubmitResult } from './switchboard-client.ts';

export type TaskDeps = {
  readonly journal: Pick<Journal, 'insert'>;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  readonly conversations: ConversationWriter;
  readonly now: () => number;
};

/** Does what an admitted command asks of the coordinator; repeating it is safe. `undefined` for a contact. Never throws. */
export const serveTask = async (admitted: Admitted, deps: TaskDeps): Promise<SubmitResult | undefined> => {
  if (admitted.kind !== 'task') return undefined;
  const { message, tier } = admitted;
  const commandId = message.messageId;
  try {
    const done = await perform(message, deps);
    await deps.journal.insert([outcomeFact(message, done, deps.now())]);
    return done.ok
      ? { status: 'PERFORMED', commandId, tier }
      : { status: 'REJECTED', commandId, issues: done.issues };
  } catch (error) {
    return { status: 'FAILED', commandId, cause: error instanceof Error ? error.name : 'UNKNOWN' };
  }
};

const perform = async (message: Command, { cipher, conversations }: TaskDeps): Promise<Parsed<true>> => {
  const change = await changeOfHistoryCommand(message, cipher);
  if (!change.ok) return change;
  const { messageId, source } = message;
  await conversations.write(change.value, { messageId, source, hops: hopsOf(message) });
  return { ok: true, value: true };
};

const outcomeFact = (message: Command, done: Parsed<true>, at: number): Fact => {
  const aggregate = commandAggregate(message.messageId);
  const subject = taskSubject(message);
  return done.ok
    ? fact('performed', aggregate, at, subject)
    : fact('failed', aggregate, at, {
        ...subject,
        attempt: 0,
        cause: 'INVALID_CONTENT',
        issues: done.issues,
      });
};
