import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import { withValueAt } from './specification-documents.ts';

/** A broken document, and the path that its rejection must name. */
export type BadDocument = {
  readonly name: string;
  readonly path: string;
  readonly document: Readonly<Record<string, unknown>>;
};

const nested = (levels: number): object => (levels === 0 ? {} : { inner: nested(levels - 1) });

type Breach = readonly [name: string, path: string, value: unknown];

/** Each has an id of its own, so that none is taken for another. */
const breakEach = (example: object, idStart: string, breaches: readonly Breach[]): readonly BadDocument[] =>
  breaches.map(([name, path, value], index) => {
    const messageId = `${idStart}${String(index).padStart(12, '0')}`;
    const document = withValueAt({ ...example, messageId }, path, value) as Record<string, unknown>;
    return { name, path, document };
  });

/** CONTEXT_UPDATEs that break one rule each. All are valid JSON objects, so that the bus itself takes them. */
export const badContextUpdates = (): readonly BadDocument[] => [
  ...breakEach(specifiedDocuments.CONTEXT_UPDATE, '7f1c0a56-6c54-4a53-8f0a-', [
    ['no message id', 'messageId', undefined],
    ['a message id that is no UUID', 'messageId', 'update-1'],
    ['another message type', 'messageType', 'COMMAND'],
    ['no timestamp', 'timestamp', undefined],
    ['a timestamp of a day that does not exist', 'timestamp', '2024-02-30T10:40:00Z'],
    ['a timestamp without a zone', 'timestamp', '2024-01-15T10:40:00'],
    ['no context update', 'contextUpdate', undefined],
    ['a context update that is a list', 'contextUpdate', []],
    ['no customer', 'contextUpdate.customerId', undefined],
    ['a customer id with spaces', 'contextUpdate.customerId', 'cust 456'],
    ['no updates', 'contextUpdate.updates', undefined],
    ['updates that are a list', 'contextUpdate.updates', [{ sentiment: 'neutral' }]],
    ['updates that are text and no JWE', 'contextUpdate.updates', 'the customer is happy'],
    ['a last contact in words', 'contextUpdate.updates.lastContactTime', 'this morning'],
    ['a channel that is a number', 'contextUpdate.updates.lastContactChannel', 7],
    ['a response received in words', 'contextUpdate.updates.responseReceived', 'yes'],
    ['a sentiment that is a sentence', 'contextUpdate.updates.sentiment', 'not so happy today'],
    ['an escalation trigger that is a number', 'contextUpdate.updates.escalationTrigger', 1],
    ['negative hops', 'correlation.hops', -1],
    ['an edition in words', 'schemaVersion', 'the first'],
  ]),
  ...breakEach(specifiedDocuments.CONTEXT_UPDATE, '7f1c0a56-6c54-4a53-8f0b-', [
    ['a document nested 100 levels deep', '', undefined],
  ]).map(({ name, path, document }) => ({ name, path, document: { ...document, 'x-deep': nested(100) } })),
];

/** EVENTs that break one rule each, of a type that the coordinator acts on. */
export const badEvents = (): readonly BadDocument[] => {
  const { EVENT } = specifiedDocuments;
  const deciding = { ...EVENT, event: { ...EVENT.event, type: 'CUSTOMER_RESPONDED', status: 'RESPONDED' } };
  return [
    ...breakEach(deciding, '7f1c0a56-6c54-4a53-8f0c-', [
      ['no message id', 'messageId', undefined],
      ['a message id that is no UUID', 'messageId', 'event-1'],
      ['another message type', 'messageType', 'CONTEXT_UPDATE'],
      ['no timestamp', 'timestamp', undefined],
      ['a timestamp in words', 'timestamp', 'just now'],
      ['no status', 'event.status', undefined],
      ['a lower-case status', 'event.status', 'responded'],
      ['a customer id that is a number', 'event.customerId', 456],
      ['a campaign id with spaces', 'event.campaignId', 'camp 123'],
      ['no metadata', 'event.metadata', undefined],
      ['a delivery time that is none', 'event.metadata.deliveryTime', 'at noon'],
      ['no delivery time', 'event.metadata.deliveryTime', undefined],
      ["a provider's id of 300 characters", 'event.metadata.messageId', 'm'.repeat(300)],
      ['an answer that is text and no JWE', 'event.metadata.recipientResponse', 'please call me back'],
      ['an answer that is a list', 'event.metadata.recipientResponse', ['yes']],
      ['no correlation', 'correlation', undefined],
      ['an original command id with spaces', 'correlation.originalCommandId', 'cmd xyz'],
      ['hops in words', 'correlation.hops', 'three'],
    ]),
    ...breakEach(deciding, '7f1c0a56-6c54-4a53-8f0d-', [
      ['a document nested 100 levels deep', '', undefined],
    ]).map(({ name, path, document }) => ({ name, path, document: { ...document, 'x-deep': nested(100) } })),
  ];
};
