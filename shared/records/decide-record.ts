import { commandAggregate, fact } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import { commandPayloads } from '../messages/command.ts';
import { type Issue, parseMessage } from '../messages/parse-message.ts';
import { applyConsent } from './apply-consent.ts';
import { type ConsentContent, consentOf } from './consent-of.ts';
import type { RecordMessage } from './record-message.ts';
import type { Commit, StoredProfile } from './record-store.ts';

/** What a command commits: its record, or the refusal of it. */
export type Decision = { readonly outcome: 'RECORDED' | 'REFUSED'; readonly commit: Commit };

/**
 * Decides what a command commits at `at` (milliseconds since 1970). `content` is what it brought, decrypted; `undefined` where
 * nobody can read it. Nothing is guessed: a customer who is not known is not made.
 */
export const decideRecord = (
  message: RecordMessage,
  content: unknown,
  profile: StoredProfile | undefined,
  at: number,
): Decision => {
  if (profile === undefined) {
    return refuseRecord(message, [{ path: 'command.customerId', rule: 'must name a customer' }], at);
  }
  if (message.subject.commandType === 'RECORD_PAYMENT') return decidePayment(message, content, at);
  return decideConsent(message, content, profile, at);
};

/** The commit that says which rules a command breaks. */
export const refuseRecord = (message: RecordMessage, issues: readonly Issue[], at: number): Decision => {
  const aggregate = commandAggregate(message.commandId);
  const body = { ...message.subject, attempt: 0, cause: 'INVALID_CONTENT', issues };
  return {
    outcome: 'REFUSED',
    commit: { claim: claimOf(message, 'REFUSED', at), facts: [fact('failed', aggregate, at, body)] },
  };
};

const decidePayment = (message: RecordMessage, content: unknown, at: number): Decision => {
  const parsed = parseMessage(commandPayloads.RECORD_PAYMENT.shape.payment, content);
  if (!parsed.ok) return refuseRecord(message, under('command.payment', parsed.issues), at);
  const { customerId } = message.subject;
  const { paymentId, amount, currency } = parsed.value;
  const { commandId, recordedBy, saidAt } = message;
  const paid = fact('payment-recorded', commandAggregate(commandId), at, { ...message.subject, paymentId });
  return recorded(message, paid, at, {
    row: {
      customerId,
      part: `payment#${paymentId}`,
      open: { commandId, recordedBy, at: saidAt },
      personal: { amount, currency },
    },
  });
};

const decideConsent = (
  message: RecordMessage,
  content: unknown,
  { customer, unreadable }: StoredProfile,
  at: number,
): Decision => {
  const { commandId, recordedBy, saidAt, subject } = message;
  const given = subject.commandType === 'RECORD_CONSENT';
  const { consent: schema } = commandPayloads[given ? 'RECORD_CONSENT' : 'REVOKE_CONSENT'].shape;
  const parsed = parseMessage<ConsentContent>(schema, content);
  if (!parsed.ok) return refuseRecord(message, under('command.consent', parsed.issues), at);
  const consent = consentOf(parsed.value, { given, at: saidAt, recordedBy });
  const next = applyConsent(customer, consent);
  const { wording, ...open } = consent;
  const body = {
    ...subject,
    channel: open.channel,
    purpose: parsed.value.purpose,
    source: open.source,
    saidAt,
    stands: next !== undefined,
  };
  const aggregate = commandAggregate(commandId);
  const told = given
    ? fact('consent-recorded', aggregate, at, body)
    : fact('consent-revoked', aggregate, at, body);
  return recorded(message, told, at, {
    row: {
      customerId: subject.customerId,
      part: `consent#${commandId}`,
      open: { ...open, commandId },
      personal: { wording: wording ?? null },
    },
    profile: next && { customer: next, unreadable },
  });
};

const recorded = (
  message: RecordMessage,
  told: Fact,
  at: number,
  effect: Pick<Commit, 'row' | 'profile'>,
): Decision => {
  const performed = fact('performed', commandAggregate(message.commandId), at, message.subject);
  return {
    outcome: 'RECORDED',
    commit: { claim: claimOf(message, 'RECORDED', at), facts: [performed, told], ...effect },
  };
};

const claimOf = ({ commandId }: RecordMessage, outcome: Decision['outcome'], at: number): Fact =>
  fact('committed', commandAggregate(commandId), at, { outcome });

const under = (path: string, issues: readonly Issue[]): readonly Issue[] =>
  issues.map((issue) => ({ ...issue, path: issue.path === '' ? path : `${path}.${issue.path}` }));
