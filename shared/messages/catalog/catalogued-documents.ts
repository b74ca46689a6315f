import type * as z from 'zod';
import { agentStateSchema } from '../agent-state.ts';
import { auditEventSchema } from '../audit-event.ts';
import { batchMessageSchema } from '../batch-message.ts';
import { commandSchema } from '../command.ts';
import { contextUpdateSchema } from '../context-update.ts';
import { eventSchema } from '../event.ts';
import { healthCheckSchema } from '../health-check.ts';
import { securityContextDocumentSchema } from '../security-context.ts';
import type { DocumentName } from './specified-documents.ts';

/** A document of the specification as its JSON Schema file speaks of it. */
export type CataloguedDocument = {
  readonly schema: z.ZodType;
  /** The file's name without `.schema.json`. */
  readonly file: string;
  readonly description: string;
  /** Where its fields' texts are looked up, the nearest first. */
  readonly scopes: readonly string[];
};

/** Every document of the specification. */
export const cataloguedDocuments: Readonly<Record<DocumentName, CataloguedDocument>> = {
  COMMAND: {
    schema: commandSchema,
    file: 'command',
    description: 'A task for an agent or the coordinator.',
    scopes: ['COMMAND', 'envelope'],
  },
  EVENT: {
    schema: eventSchema,
    file: 'event',
    description: 'What happened, told to whoever subscribes.',
    scopes: ['EVENT', 'envelope'],
  },
  CONTEXT_UPDATE: {
    schema: contextUpdateSchema,
    file: 'context-update',
    description: 'What an agent learned of a customer.',
    scopes: ['CONTEXT_UPDATE', 'envelope'],
  },
  batchMessage: {
    schema: batchMessageSchema,
    file: 'batch-message',
    description: 'Contacts that are expanded into single commands.',
    scopes: ['batchMessage'],
  },
  state: {
    schema: agentStateSchema,
    file: 'agent-state',
    description: "An agent's state as it is shared.",
    scopes: ['state'],
  },
  healthCheck: {
    schema: healthCheckSchema,
    file: 'health-check',
    description: 'What was found when an agent was looked at.',
    scopes: ['healthCheck'],
  },
  securityContext: {
    schema: securityContextDocumentSchema,
    file: 'security-context',
    description: 'Who acts and what it may do.',
    scopes: ['securityDocument'],
  },
  auditEvent: {
    schema: auditEventSchema,
    file: 'audit-event',
    description: 'What was done to whom, and on what ground.',
    scopes: ['auditEvent'],
  },
};
