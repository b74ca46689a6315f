import type { EventStatus } from '../event.ts';
import type { EventType } from '../message-types.ts';
import { jweExample } from './command-examples.ts';
import { specifiedDocuments } from './specified-documents.ts';

/** The statuses that the news of a contact comes with. */
const statusByEnding: readonly (readonly [ending: string, status: EventStatus])[] = [
  ['_OUTCOME_UNKNOWN', 'UNKNOWN'],
  ['_FAILED', 'FAILED'],
  ['_SUPPRESSED', 'SUPPRESSED'],
  ['_EXPIRED', 'EXPIRED'],
  ['_CANCELLED', 'CANCELLED'],
  ['_PARKED', 'PARKED'],
  ['_ERASED', 'ERASED'],
  ['_REJECTED', 'REJECTED'],
  ['_RESPONDED', 'RESPONDED'],
  ['_SENT', 'DELIVERED'],
  ['_COMPLAINED', 'DELIVERED'],
];

/** An EVENT of a type as it may come, made from the specification's. */
export const eventExample = (type: EventType) => {
  const { event, ...envelope } = specifiedDocuments.EVENT;
  const status = statusByEnding.find(([ending]) => type.endsWith(ending))?.[1] ?? 'RECORDED';
  const isAnswer = status === 'RESPONDED';
  const metadata = {
    ...event.metadata,
    deliveryTime: status === 'DELIVERED' ? event.metadata.deliveryTime : null,
    recipientResponse: isAnswer ? jweExample : null,
  };
  return { ...envelope, event: { ...event, type, status, metadata } };
};
