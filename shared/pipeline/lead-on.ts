import type { ConversationChange } from '../conversations/apply-update.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { ConversationWriter } from '../conversations/conversation-writer.ts';
import type { Suppression } from '../customers/customer.ts';
import type { CustomerStore } from '../customers/customer-store.ts';
import { recordSuppression } from '../customers/record-suppression.ts';
import { inOwnZone } from '../intent/in-own-zone.ts';
import type { IntentAnalyser, IntentAnalysis } from '../intent/intent.ts';
import { eventAggregate, eventIdOf, fact } from '../journal/command-facts.ts';
import type { Fact, FactOf } from '../journal/fact.ts';
import type { Journal } from '../journal/journal.ts';
import type { Event } from '../messages/event.ts';
import { hopsOf } from '../messages/hops.ts';
import type { PersonalCipher } from '../security/personal-cipher.ts';
import { assignFollowUp, type Decided, type FollowUpDeps } from './assign-follow-up.ts';
import { decideFollowUp } from './decide-follow-up.ts';
import { FollowUpFailedError } from './errors.ts';
import { type Inbound, inboundOf } from './inbound.ts';
import type { ReplyTable } from './reply-table.ts';

export type PipelineDeps = FollowUpDeps & {
  readonly table: ReplyTable;
  readonly analyse: IntentAnalyser;
  readonly journal: Pick<Journal, 'insert' | 'get'>;
  readonly conversations: ConversationWriter;
  readonly customers: Pick<CustomerStore, 'get' | 'suppress'>;
  readonly cipher: Pick<PersonalCipher, 'encrypt'>;
};

/**
 * Leads an inbound EVENT on, whose conversation gets `change` from it, and answers with facts that are still to be written.
 * Nothing for an EVENT that is no inbound message. Throws where a stage could not be done; repeating it is safe.
 */
export type LeadOn = (
  event: Event,
  change: ConversationChange | undefined,
) => Promise<readonly Fact[] | undefined>;

const COORDINATOR = 'agent-coordinator';

/**
 * Makes the pipeline: context update, intent analysis, escalation decision, task for the next agent, each a fact of its own, in one
 * handling. Who ends messages is heard before anything else is tried. The decision that was written first counts, so that all
 * that comes after it can be done again.
 */
export const createPipeline =
  (deps: PipelineDeps): LeadOn =>
  async (event, change) => {
    const inbound = inboundOf(event, change);
    if (inbound === undefined) return undefined;
    const analysis = await analysisOf(inbound, deps);
    const optedOut = analysis.optsOut ? await close(inbound, 'OPTED_OUT', deps) : [];
    const conversation = await updateContext(event, inbound, analysis, deps);
    const { decided, analysed } = await decideOnce(inbound, analysis, conversation, deps);
    const { suppress, raised } = decided.body;
    const isOther = suppress && !analysis.optsOut;
    const closed = isOther ? await close(inbound, 'WRONG_PERSON', deps) : [];
    if (raised) await raiseLevel(event, decided, deps);
    const response = await responseOf(event, inbound, decided, deps);
    return [
      ...optedOut,
      ...closed,
      ...(await assignFollowUp({ decided, analysed, receivedAt: event.timestamp, response }, deps)),
    ];
  };

const analysisOf = async (
  { plain, answer, subject }: Inbound,
  { analyse, customers }: PipelineDeps,
): Promise<IntentAnalysis> => {
  if (plain !== undefined) return plain;
  if (answer === undefined)
    return { intent: 'UNCLEAR', confidence: 0, optsOut: false, decidedBy: 'nothing-to-read' };
  return analyse(await inOwnZone(answer, subject.customerId, { customers }));
};

/** The words that ended it are the evidence, kept encrypted with the customer. */
const close = async (
  { subject: { customerId, channel }, answer, change }: Inbound,
  reason: Suppression['reason'],
  { customers, now }: PipelineDeps,
): Promise<readonly Fact[]> => {
  const evidence = { recordedBy: COORDINATOR, at: change.at, source: `${channel}-reply` };
  const wording = answer === undefined ? {} : { wording: answer.text.slice(0, 200) };
  return recordSuppression(customerId, { channel, reason, ...evidence, ...wording }, { customers, now });
};

const updateContext = async (
  { messageId, source, correlation }: Event,
  { subject: { conversationId, workflowId }, change }: Inbound,
  { sentiment }: IntentAnalysis,
  { conversations }: PipelineDeps,
): Promise<Conversation | undefined> => {
  const context = { ...change.context, ...(sentiment === undefined ? {} : { sentiment }) };
  const origin = { messageId, source, hops: hopsOf({ correlation }), conversationId, workflowId };
  return conversations.write({ ...change, context }, origin);
};

const decideOnce = async (
  { subject }: Inbound,
  analysis: IntentAnalysis,
  conversation: Conversation | undefined,
  { table, journal, now }: PipelineDeps,
): Promise<Pick<Decided, 'decided' | 'analysed'>> => {
  const aggregate = eventAggregate(subject.answerId);
  const level = levelIn(conversation);
  const decision = decideFollowUp(table, analysis, { channel: subject.channel, level });
  const analysed = fact('intent-analysed', aggregate, now(), { ...subject, ...analysis });
  const decided = fact('escalation-decided', aggregate, now(), { ...subject, ...decision });
  const outcomes = await journal.insert([analysed, decided]);
  if (!outcomes.includes('exists')) return { decided, analysed };
  const [first, firstAnalysed] = await journal.get([
    { aggregate, key: decided.key },
    { aggregate, key: analysed.key },
  ]);
  if (first?.type !== 'escalation-decided' || firstAnalysed?.type !== 'intent-analysed')
    throw new FollowUpFailedError('the journal does not hold what it says that it holds');
  return { decided: first, analysed: firstAnalysed };
};

/** Whatever else stands there was written by others and counts as none. */
const levelIn = (conversation: Conversation | undefined): number => {
  const level = conversation?.context['escalationLevel'];
  return typeof level === 'number' && Number.isInteger(level) && level >= 0 && level <= 9 ? level : 0;
};

/** A change of its own: the answer's has been told already. */
const raiseLevel = async (
  { source, correlation, timestamp }: Event,
  decided: FactOf<'escalation-decided'>,
  { conversations }: PipelineDeps,
): Promise<void> => {
  const { customerId, conversationId, workflowId, level } = decided.body;
  const context = { escalationTrigger: true, escalationLevel: level };
  const origin = {
    messageId: eventIdOf(decided),
    source,
    hops: hopsOf({ correlation }),
    conversationId,
    workflowId,
  };
  await conversations.write({ customerId, at: timestamp, context }, origin);
};

/** Only sagas take the words along, and encrypted only. */
const responseOf = async (
  { event: { metadata } }: Event,
  { subject: { customerId } }: Inbound,
  { body: { leadsTo } }: FactOf<'escalation-decided'>,
  { cipher }: PipelineDeps,
): Promise<string | undefined> => {
  const { recipientResponse } = metadata;
  if (leadsTo.action !== 'SAGA' || recipientResponse === undefined || recipientResponse === null)
    return undefined;
  return typeof recipientResponse === 'string'
    ? recipientResponse
    : cipher.encrypt(customerId, recipientResponse);
};
