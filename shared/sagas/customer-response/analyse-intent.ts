import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { applyChange } from '../../conversations/apply-update.ts';
import type { Conversation } from '../../conversations/conversation.ts';
import type { ConversationStore } from '../../conversations/conversation-store.ts';
import { ConversationContendedError } from '../../conversations/errors.ts';
import type { CustomerStore } from '../../customers/customer-store.ts';
import { inOwnZone } from '../../intent/in-own-zone.ts';
import { type IntentAnalyser, intents } from '../../intent/intent.ts';
import { customerAggregate, fact } from '../../journal/command-facts.ts';
import type { Journal } from '../../journal/journal.ts';
import type { PersonalCipher } from '../../security/personal-cipher.ts';
import { StepRefusedError } from '../errors.ts';
import type { SagaStep, StepRun } from '../saga-step.ts';
import { undoOrder } from '../undo-order.ts';
import type { CustomerResponseInput } from './customer-response-input.ts';

export type AnalyseIntentDeps = {
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly conversations: ConversationStore;
  readonly journal: Pick<Journal, 'insert'>;
  readonly cipher: PersonalCipher;
  readonly analyse: IntentAnalyser;
};

/** What the step gives to those behind it. */
export const analysedIntent = z.object({ intent: z.enum(intents), confidence: z.number() });

const saidSchema = z.record(z.string(), z.object({ value: z.json(), time: z.string() }).nullable());
const noteSchema = z.object({ before: saidSchema, after: saidSchema });
const answerSchema = z.union([z.object({ text: z.string() }), z.string().transform((text) => ({ text }))]);

type Analysis = NonNullable<CustomerResponseInput['analysis']>;
type Said = z.infer<typeof saidSchema>;
type Run = StepRun<CustomerResponseInput>;

const MOST_TRIES = 8;

/**
 * The step that finds out what an answer means, where the input does not say it, and writes it into the conversation's context:
 * codes, nothing of the answer. Undoing it gives the context back as it was, but for what was said anew since.
 */
export const analyseIntent = (deps: AnalyseIntentDeps): SagaStep<CustomerResponseInput> => ({
  do: async (run) => {
    const { customerId } = run.input;
    const analysis = run.input.analysis ?? (await analysisOf(run.input, deps));
    const at = new Date(run.now()).toISOString();
    const context = contextOf(analysis);
    await change(run, 'intent', deps, async (before) => {
      const after = applyChange(before, { customerId, at, context });
      if (after === undefined) return undefined;
      const names = Object.keys(context);
      const note = { before: saidOf(before, names), after: saidOf(after, names) };
      await run.note(await deps.cipher.encrypt(customerId, note));
      return after;
    });
    return { intent: analysis.intent, confidence: analysis.confidence, decidedBy: analysis.decidedBy };
  },
  undo: async (run) => {
    for (const text of undoOrder(run.notes)) {
      const note = noteSchema.safeParse(await deps.cipher.decrypt(run.input.customerId, text));
      if (note.success) await change(run, 'intent-undone', deps, async (now) => restored(now, note.data));
    }
  },
});

const analysisOf = async (input: CustomerResponseInput, deps: AnalyseIntentDeps): Promise<Analysis> => {
  const { text } = await answerOf(input, deps);
  const answer = { text, channel: input.channel, receivedAt: Date.parse(input.receivedAt) };
  return deps.analyse(await inOwnZone(answer, input.customerId, deps));
};

const contextOf = ({ intent, sentiment, onDay }: Analysis) => ({
  intent,
  ...(sentiment === undefined ? {} : { sentiment }),
  ...(onDay === undefined ? {} : { intentDay: onDay }),
});

const answerOf = async (
  { customerId, answer, entryId }: CustomerResponseInput,
  { cipher, conversations }: AnalyseIntentDeps,
): Promise<{ readonly text: string }> => {
  const said =
    answer === undefined
      ? (await conversations.get(customerId))?.history.find((entry) => entry.entryId === entryId)?.[
          'response'
        ]
      : await cipher.decrypt(customerId, answer);
  const parsed = answerSchema.safeParse(said);
  if (!parsed.success) throw new StepRefusedError('ANSWER_UNREADABLE');
  return parsed.data;
};

/** Changes the conversation by version and says so, also where a run before has changed it and died. */
const change = async (
  { sagaId, saga, input: { customerId, hops = 0 }, now }: Run,
  what: string,
  { conversations, journal }: AnalyseIntentDeps,
  next: (before: Conversation | undefined) => Promise<Conversation | undefined>,
): Promise<void> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await conversations.get(customerId);
    const changed = await next(before);
    if (changed !== undefined && (await conversations.put(changed)) === 'conflict') continue;
    const body = {
      intakeId: `saga-${sagaId}-${what}`,
      customerId,
      source: `saga-${saga}`,
      hops,
      version: (changed ?? before)?.version ?? 0,
      fields: ['sentiment', 'other'],
    };
    await journal.insert([fact('context-updated', customerAggregate(customerId), now(), body)]);
    return;
  }
  throw new ConversationContendedError('conversation: changed by others at every try');
};

const saidOf = (conversation: Conversation | undefined, names: readonly string[]): Said =>
  Object.fromEntries(
    names.map((name) => {
      const value = conversation?.context[name];
      const time = conversation?.contextTimes[name];
      return [
        name,
        value === undefined || time === undefined ? null : { value: z.json().parse(value), time },
      ];
    }),
  );

const restored = (
  conversation: Conversation | undefined,
  { before, after }: z.infer<typeof noteSchema>,
): Conversation | undefined => {
  const now = saidOf(conversation, Object.keys(after));
  const ours = Object.keys(after).filter((name) => isDeepStrictEqual(now[name], after[name]));
  if (conversation === undefined || ours.length === 0) return undefined;
  const context: Record<string, unknown> = { ...conversation.context };
  const contextTimes: Record<string, string> = { ...conversation.contextTimes };
  for (const name of ours) {
    const said = before[name] ?? undefined;
    if (said === undefined) {
      delete context[name];
      delete contextTimes[name];
    } else {
      context[name] = said.value;
      contextTimes[name] = said.time;
    }
  }
  return { ...conversation, context, contextTimes, version: conversation.version + 1 };
};
