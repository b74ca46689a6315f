import type * as z from 'zod';
import { cataloguedDocuments } from '../../shared/messages/catalog/catalogued-documents.ts';
import { type DocumentName, specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';

/** A JSON field of the specification and a value that it may not have. */
export type FieldCase = {
  /** As `docs/specification.md` calls it. */
  readonly name: string;
  readonly broken: unknown;
  /** Whether a document may go without it; required where this is absent. */
  readonly isOptional?: true;
};

/** A field's path in issues: without the document's name before it, and of a list its first entry. */
export const pathOf = ({ name }: FieldCase): string =>
  name.replace(/^(COMMAND|EVENT|CONTEXT_UPDATE)\./, '').replaceAll('[]', '.0');

/** One row for each field of each document, containers included: all that the schemas promise to look at. */
export const fieldCases: Readonly<Record<DocumentName, readonly FieldCase[]>> = {
  COMMAND: [
    { name: 'COMMAND.messageId', broken: 'cmd-1' },
    { name: 'COMMAND.messageType', broken: 'EVENT' },
    { name: 'COMMAND.timestamp', broken: 'yesterday' },
    { name: 'COMMAND.source', broken: '' },
    { name: 'COMMAND.target', broken: 'email agent' },
    { name: 'COMMAND.command', broken: [] },
    { name: 'COMMAND.command.type', broken: 'SEND_FAX' },
    { name: 'COMMAND.command.campaignId', broken: {}, isOptional: true },
    { name: 'COMMAND.command.customerId', broken: 'c'.repeat(129) },
    { name: 'COMMAND.command.templateId', broken: 789 },
    { name: 'COMMAND.command.priority', broken: 'high', isOptional: true },
    { name: 'COMMAND.command.scheduledFor', broken: '2024-01-15', isOptional: true },
    { name: 'COMMAND.command.context', broken: 'vip', isOptional: true },
    { name: 'COMMAND.command.context.customerData', broken: ['ada'], isOptional: true },
    { name: 'COMMAND.command.context.conversationHistory', broken: Array(201).fill({}), isOptional: true },
    { name: 'COMMAND.command.context.escalationLevel', broken: -1, isOptional: true },
    { name: 'COMMAND.correlation', broken: 'conv-abc', isOptional: true },
    { name: 'COMMAND.correlation.conversationId', broken: 'conv abc', isOptional: true },
    { name: 'COMMAND.correlation.workflowId', broken: 7, isOptional: true },
  ],
  EVENT: [
    { name: 'EVENT.messageId', broken: 7 },
    { name: 'EVENT.messageType', broken: 'COMMAND' },
    { name: 'EVENT.timestamp', broken: '2024-01-15T10:35:00' },
    { name: 'EVENT.source', broken: null },
    { name: 'EVENT.event', broken: 'EMAIL_SENT' },
    { name: 'EVENT.event.type', broken: 'email sent' },
    { name: 'EVENT.event.campaignId', broken: ' ', isOptional: true },
    { name: 'EVENT.event.customerId', broken: 456, isOptional: true },
    { name: 'EVENT.event.status', broken: 'delivered' },
    { name: 'EVENT.event.metadata', broken: [] },
    { name: 'EVENT.event.metadata.deliveryTime', broken: 'a minute ago' },
    { name: 'EVENT.event.metadata.messageId', broken: 'm'.repeat(257) },
    { name: 'EVENT.event.metadata.recipientResponse', broken: 'yes please', isOptional: true },
    { name: 'EVENT.correlation', broken: [] },
    { name: 'EVENT.correlation.conversationId', broken: false, isOptional: true },
    { name: 'EVENT.correlation.originalCommandId', broken: 'cmd xyz', isOptional: true },
  ],
  CONTEXT_UPDATE: [
    { name: 'CONTEXT_UPDATE.messageId', broken: '' },
    { name: 'CONTEXT_UPDATE.messageType', broken: 'context_update' },
    { name: 'CONTEXT_UPDATE.timestamp', broken: '2024-02-30T10:40:00Z' },
    { name: 'CONTEXT_UPDATE.source', broken: {} },
    { name: 'CONTEXT_UPDATE.contextUpdate', broken: null },
    { name: 'CONTEXT_UPDATE.contextUpdate.customerId', broken: '' },
    { name: 'CONTEXT_UPDATE.contextUpdate.updates', broken: 'neutral' },
    { name: 'CONTEXT_UPDATE.contextUpdate.updates.lastContactTime', broken: 'monday', isOptional: true },
    { name: 'CONTEXT_UPDATE.contextUpdate.updates.lastContactChannel', broken: 5, isOptional: true },
    { name: 'CONTEXT_UPDATE.contextUpdate.updates.responseReceived', broken: 'no', isOptional: true },
    { name: 'CONTEXT_UPDATE.contextUpdate.updates.sentiment', broken: ['sad'], isOptional: true },
    { name: 'CONTEXT_UPDATE.contextUpdate.updates.escalationTrigger', broken: 0, isOptional: true },
  ],
  batchMessage: [
    { name: 'batchMessage', broken: [] },
    { name: 'batchMessage.batchId', broken: 'batch 123' },
    { name: 'batchMessage.messageCount', broken: 1 },
    { name: 'batchMessage.messages', broken: [] },
    { name: 'batchMessage.messages[]', broken: 'cust-001' },
    { name: 'batchMessage.messages[].customerId', broken: null },
    { name: 'batchMessage.messages[].action', broken: 'RECORD_PAYMENT' },
  ],
  state: [
    { name: 'agentId', broken: '' },
    { name: 'state', broken: 'ACTIVE' },
    { name: 'state.status', broken: 'active' },
    { name: 'state.currentTask', broken: 'task-123', isOptional: true },
    { name: 'state.currentTask.taskId', broken: 123 },
    { name: 'state.currentTask.type', broken: 'send email' },
    { name: 'state.currentTask.progress', broken: '50 %' },
    { name: 'state.currentTask.startTime', broken: 1705314600 },
    { name: 'state.performance', broken: [] },
    { name: 'state.performance.tasksCompleted', broken: 1.5 },
    { name: 'state.performance.averageResponseTime', broken: -0.1 },
    { name: 'state.performance.errorRate', broken: 5 },
    { name: 'state.resources', broken: null },
    { name: 'state.resources.memoryUsage', broken: '512 megabytes' },
    { name: 'state.resources.cpuUsage', broken: 15 },
    { name: 'state.resources.activeConnections', broken: -3 },
  ],
  healthCheck: [
    { name: 'healthCheck', broken: 'UNHEALTHY' },
    { name: 'healthCheck.agentId', broken: 'phone agent' },
    { name: 'healthCheck.status', broken: 'SICK' },
    { name: 'healthCheck.lastHeartbeat', broken: '10:25' },
    { name: 'healthCheck.failureReason', broken: 'it timed out', isOptional: true },
    { name: 'healthCheck.retryAttempts', broken: '3' },
    { name: 'healthCheck.escalation', broken: true },
  ],
  securityContext: [
    { name: 'securityContext', broken: 'token' },
    { name: 'securityContext.agentId', broken: '' },
    { name: 'securityContext.certificate', broken: {} },
    { name: 'securityContext.permissions', broken: 'SEND_EMAIL' },
    { name: 'securityContext.permissions[]', broken: 'send email' },
    { name: 'securityContext.tokenExpiry', broken: 3600 },
  ],
  auditEvent: [
    { name: 'auditEvent', broken: [] },
    { name: 'auditEvent.timestamp', broken: 'now' },
    { name: 'auditEvent.action', broken: 'message sent' },
    { name: 'auditEvent.agentId', broken: 1 },
    { name: 'auditEvent.resourceId', broken: 'Ada Lovelace' },
    { name: 'auditEvent.details', broken: 'email' },
    { name: 'auditEvent.details.messageType', broken: 'payment-reminder' },
    { name: 'auditEvent.details.channel', broken: '' },
    { name: 'auditEvent.details.escalationLevel', broken: 10, isOptional: true },
    { name: 'auditEvent.compliance', broken: null },
    { name: 'auditEvent.compliance.gdprConsent', broken: 'yes' },
    { name: 'auditEvent.compliance.retentionPeriod', broken: '7 years' },
    { name: 'auditEvent.compliance.dataClassification', broken: 'SECRET' },
  ],
};

/** A document of the specification with its schema, its example, and a case for each field. */
export type SpecificationDocument = {
  readonly name: DocumentName;
  readonly schema: z.ZodType;
  readonly example: unknown;
  readonly fields: readonly FieldCase[];
};

/** Every document of the specification. */
export const specificationDocuments: readonly SpecificationDocument[] = (
  Object.keys(specifiedDocuments) as DocumentName[]
).map((name) => ({
  name,
  schema: cataloguedDocuments[name].schema,
  example: specifiedDocuments[name],
  fields: fieldCases[name],
}));

/** Personal fields hold what their senders like: no schema looks inside. */
const personal = ['customerData', 'conversationHistory'];

/** The paths of all fields of a JSON value, containers included; of a list the first entry stands for all. */
export const pathsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? Object.entries(value.slice(0, 1)) : Object.entries(value);
  return entries.flatMap(([key, child]) => [
    key,
    ...(personal.includes(key) ? [] : pathsIn(child).map((path) => `${key}.${path}`)),
  ]);
};

/** A copy of a JSON document in which the place at `path` has another value; `undefined` takes it away. */
export const withValueAt = (document: unknown, path: string, value: unknown): unknown => {
  const [key = '', ...rest] = path.split('.');
  const copy: Record<string, unknown> = Array.isArray(document)
    ? (Object.assign([], document) as unknown as Record<string, unknown>)
    : { ...(document as Record<string, unknown>) };
  copy[key] = rest.length === 0 ? value : withValueAt(copy[key], rest.join('.'), value);
  if (copy[key] === undefined) delete copy[key];
  return copy;
};
