import {
  batchAggregate,
  breakerAggregate,
  commandAggregate,
  customerAggregate,
  eventAggregate,
  fact,
  stopAggregate,
} from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { jweExample } from '../../shared/messages/catalog/command-examples.ts';
import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import {
  type ContactCommandType,
  contactCommandTypes,
  contactSubjectOf,
} from '../../shared/messages/message-types.ts';
import type { RecordCommandType } from '../../shared/records/record-message.ts';
import { campaignExampleFacts } from './campaign-example-facts.ts';
import { coordinationFacts } from './coordination-example-facts.ts';
import { pipelineFacts } from './pipeline-example-facts.ts';
import { reportFacts } from './report-example-facts.ts';
import { toldSagaFacts, untoldSagaFacts } from './saga-example-facts.ts';

const { COMMAND } = specifiedDocuments;
const at = Date.parse(specifiedDocuments.EVENT.timestamp);
const of = commandAggregate(COMMAND.messageId);

const subject = {
  agentType: 'email',
  identity: COMMAND.target,
  commandType: 'SEND_EMAIL',
  customerId: COMMAND.command.customerId,
  campaignId: COMMAND.command.campaignId,
  ...COMMAND.correlation,
};

const contactSubject = (commandType: ContactCommandType) => {
  const agentType = contactSubjectOf(commandType).toLowerCase();
  return { ...subject, agentType, commandType, identity: `${agentType}-agent-001` };
};

const { batchId } = specifiedDocuments.batchMessage.batchMessage;
const batch = batchAggregate(batchId);
const batched = { source: 'campaign-service', campaignId: subject.campaignId, members: 2 };
const batchIssue = { path: 'batchMessage.messageCount', rule: 'must be the number of messages' };

const receipt = { providerMessageId: 'msg-123', occurredAt: '2024-01-15T10:32:00Z' };

const issue = { path: 'command.templateId', rule: 'names no template (config/templates)' };

const contactFacts = (commandType: ContactCommandType): readonly Fact[] => {
  const about = contactSubject(commandType);
  return [
    fact('delivered', of, at, { ...about, ...receipt }),
    fact('sent', of, at, { ...about, attempt: 1, providerMessageId: 'msg-123', startedAt: at }),
    fact('confirmed', of, at, { ...about, attempt: 1, by: 'operator', reason: 'PROVIDER_CONSOLE' }),
    fact('bounced', of, at, { ...about, ...receipt, cause: 'Permanent/General' }),
    fact('failed', of, at, { ...about, attempt: 1, cause: 'MessageRejected' }),
    fact('complained', of, at, { ...about, ...receipt }),
    fact('unknown', of, at, { ...about, attempt: 1, cause: 'TimeoutError' }),
    fact('suppressed', of, at, { ...about, reasons: ['OPTED_OUT'] }),
    fact('expired', of, at, { ...about, cause: 'DEADLINE' }),
    fact('cancelled', of, at, { ...about, cause: 'CAMPAIGN_CANCELLED' }),
    fact('parked', of, at, { ...about, attempt: 0, cause: 'TOO_MANY_HOPS' }),
    fact('erased', of, at, about),
  ];
};

const service = { agentType: 'email', service: 'ses' };
const breaker = breakerAggregate(service);
const customer = customerAggregate(subject.customerId);
const { contextUpdate, messageId, source } = specifiedDocuments.CONTEXT_UPDATE;
const suppression = {
  channel: 'email',
  reason: 'OPTED_OUT',
  source: 'reply',
  evidenceId: 'email/OPTED_OUT/2024-01-15T10:34:00Z',
};

const recordSubject = (commandType: RecordCommandType) => ({
  ...subject,
  agentType: 'record-keeper',
  identity: COMMAND.source,
  commandType,
});
const consent = {
  channel: 'email',
  purpose: 'offers',
  source: 'web-form',
  saidAt: COMMAND.timestamp,
  stands: true,
};

/** At least one fact for each EVENT that Switchboard sends, the one that makes its best example first. */
export const toldFacts: readonly Fact[] = [
  ...contactCommandTypes.flatMap(contactFacts),
  fact('responded', of, at, {
    ...subject,
    intakeId: 'reply-1',
    channel: 'email',
    response: jweExample,
    receivedAt: '2024-01-15T10:34:00Z',
  }),
  fact('rejected', of, at, { issues: [issue], intakeId: 'bus-1' }),
  fact('failed', of, at, { ...subject, attempt: 0, cause: 'INVALID_CONTENT', issues: [issue] }),
  fact('performed', of, at, {
    ...subject,
    agentType: 'coordinator',
    identity: COMMAND.source,
    commandType: 'UPDATE_CONVERSATION_HISTORY',
  }),
  fact('context-updated', customer, at, {
    intakeId: messageId,
    customerId: contextUpdate.customerId,
    source,
    hops: 0,
    version: 7,
    fields: Object.keys(contextUpdate.updates),
  }),
  fact('deadline-missed', of, at, {
    ...subject,
    tier: 'HIGH',
    dueAt: at - 7000,
    deadlineAt: at - 2000,
    startedAt: at,
    busMs: 400,
    coordinatorMs: 120,
    laneMs: 6600,
    agentMs: 180,
  }),
  fact('deferred', of, at, { ...subject, nth: 1, until: at + 36_000_000, reasons: ['QUIET_HOURS'] }),
  fact('timer-moved', of, at, {
    ...subject,
    nth: 1,
    from: at + 3_600_000,
    dueAt: at + 7_200_000,
    deadlineAt: at + 7_205_000,
    by: 'ada',
  }),
  fact('fell-back', of, at, { ...subject, attempt: 1, from: 'email', to: 'sms', cause: 'MessageRejected' }),
  fact('breaker-opened', breaker, at, { ...service, cause: 'PROVIDER_FAILURES', term: 1, until: at + 4000 }),
  fact('breaker-half-opened', breaker, at, {
    ...service,
    cause: 'PROVIDER_FAILURES',
    term: 2,
    until: at + 8000,
  }),
  fact('breaker-closed', breaker, at, { ...service, cause: 'PROBE_SUCCEEDED', term: 3 }),
  fact('batch-accepted', batch, at, {
    ...batched,
    target: 'email-agent',
    tier: 'MEDIUM',
    fingerprint: 'b1aKxw',
  }),
  fact('rejected', batch, at, { issues: [batchIssue], intakeId: 'q', batchId }),
  fact('batch-completed', batch, at, { ...batched, outcomes: { DELIVERED: 1, SENT: 1 } }),
  fact('contact-stopped', stopAggregate, at, { by: 'ada', term: 1 }),
  fact('contact-resumed', stopAggregate, at, { by: 'ada', term: 2 }),
  ...campaignExampleFacts(at),
  fact('suppressing', customer, at, { customerId: subject.customerId, ...suppression }),
  fact('consent-recorded', of, at, { ...recordSubject('RECORD_CONSENT'), ...consent }),
  fact('consent-revoked', of, at, { ...recordSubject('REVOKE_CONSENT'), ...consent }),
  fact('payment-recorded', of, at, { ...recordSubject('RECORD_PAYMENT'), paymentId: 'pay-1' }),
  ...coordinationFacts,
  ...reportFacts,
  ...toldSagaFacts,
  ...pipelineFacts,
];

/** Facts of each type that the bus is not told of. */
export const untoldFacts: readonly Fact[] = [
  fact('accepted', of, at, {
    ...subject,
    tier: 'HIGH',
    source: COMMAND.source,
    acceptedAt: at,
    dueAt: at,
    deadlineAt: at + 5000,
    schedule: 'NONE',
  }),
  fact('claimed', of, at, { ...subject, attempt: 1, owner: 'o', deadlineAt: at }),
  fact('not-accepted', of, at, { attempt: 1, cause: 'THROTTLED' }),
  fact('member-ended', batch, at, { member: 0, commandId: COMMAND.messageId, status: 'SENT' }),
  fact('committed', of, at, { outcome: 'RECORDED' }),
  fact('duplicate', of, at, { intakeId: 'q' }),
  fact('released', of, at, { ...subject, attempt: 0, parking: 'parked#0', by: 'operator' }),
  fact('suppression-lifted', customer, at, {
    customerId: subject.customerId,
    channel: 'all',
    reason: 'OPERATOR',
    by: 'operator',
    evidenceId: 'all/OPERATOR/2024-01-15T10:00:00Z',
  }),
  fact('receipt-rejected', eventAggregate('r'), at, { issues: [issue], intakeId: 'r' }),
  fact('event-received', eventAggregate('e'), at, {
    eventType: 'SYSTEM_FAILURE',
    tier: 'CRITICAL',
    source: 'crm',
  }),
  ...untoldSagaFacts,
];
