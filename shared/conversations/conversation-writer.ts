import { customerAggregate, fact } from '../journal/command-facts.ts';
import type { Journal } from '../journal/journal.ts';
import { contextFieldsSchema } from '../messages/context-update.ts';
import { applyChange, type ConversationChange } from './apply-update.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationStore } from './conversation-store.ts';
import { ConversationContendedError } from './errors.ts';

export type ConversationWriterDeps = {
  readonly conversations: ConversationStore;
  readonly journal: Pick<Journal, 'insert'>;
  readonly now: () => number;
};

/** The message that a change stems from. */
export type ChangeOrigin = {
  readonly messageId: string;
  readonly source: string;
  /** How many messages led to it. */
  readonly hops: number;
  readonly conversationId?: string | undefined;
  readonly workflowId?: string | undefined;
};

/** Changes conversations. */
export type ConversationWriter = {
  /** Answers with the conversation as it then is. Throws where the change could not be written; repeating it is safe. */
  write(change: ConversationChange, origin: ChangeOrigin): Promise<Conversation | undefined>;
};

const MOST_TRIES = 8;

/**
 * Writes changes by version: whoever comes second looks again. Changes of one customer that are written here take turns, so that
 * a batch does not contend with itself. Each message that was applied is a fact, also one that said nothing new: a crash between
 * both writes must not leave a change without its fact.
 */
export const createConversationWriter = (deps: ConversationWriterDeps): ConversationWriter => {
  const turns = new Map<string, Promise<Conversation | undefined>>();
  const storeInTurn = async (change: ConversationChange): Promise<Conversation | undefined> => {
    const { customerId } = change;
    const next = () => store(change, deps.conversations);
    const mine = (turns.get(customerId) ?? Promise.resolve(undefined)).then(next, next);
    turns.set(customerId, mine);
    try {
      return await mine;
    } finally {
      if (turns.get(customerId) === mine) turns.delete(customerId);
    }
  };
  return {
    write: async (change, { messageId, ...origin }) => {
      const { customerId } = change;
      const stored = await storeInTurn(notAfter(change, deps.now()));
      const version = stored?.version ?? 0;
      const body = { intakeId: messageId, customerId, ...origin, version, fields: fieldsOf(change) };
      await deps.journal.insert([fact('context-updated', customerAggregate(customerId), deps.now(), body)]);
      return stored;
    },
  };
};

/** The change as of now at the latest: what a clock that runs ahead has dated would stand against everything newer. */
const notAfter = ({ at, history, ...change }: ConversationChange, now: number): ConversationChange => {
  const earlier = (time: string) => (Date.parse(time) > now ? new Date(now).toISOString() : time);
  const entries = history?.map((entry) => ({ ...entry, at: earlier(entry.at) }));
  return { ...change, at: earlier(at), ...(entries ? { history: entries } : {}) };
};

/** Names that the specification knows; others are the sender's own words, so they count as one. */
const fieldsOf = ({ context = {}, history }: ConversationChange): readonly string[] => {
  const known = Object.keys(contextFieldsSchema.shape);
  const named = Object.keys(context).map((field) => (known.includes(field) ? field : 'other'));
  return [...new Set([...named, ...(history ? ['history'] : [])])];
};

/** The conversation that holds the change. */
const store = async (
  change: ConversationChange,
  conversations: ConversationStore,
): Promise<Conversation | undefined> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await conversations.get(change.customerId);
    const next = applyChange(before, change);
    if (next === undefined) return before;
    if ((await conversations.put(next)) === 'stored') return next;
  }
  throw new ConversationContendedError('conversation: changed by others at every try');
};
