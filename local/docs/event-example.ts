import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import type { Event } from '../../shared/messages/event.ts';
import { type EventType, eventTypeTable } from '../../shared/messages/message-types.ts';
import { eventOfFact } from '../../shared/relay/event-of-fact.ts';
import { toldFacts } from './example-facts.ts';

const own = new Map<string, Event>();
for (const fact of toldFacts) {
  const event = eventOfFact(fact);
  if (event !== undefined && !own.has(event.event.type)) own.set(event.event.type, event);
}

/** An EVENT of a type: as Switchboard makes it of a fact, or, where it makes none, as others may send it. */
export const eventExample = (type: EventType): Event => own.get(type) ?? fromOthers(type);

const fromOthers = (type: EventType): Event => {
  const { EVENT } = specifiedDocuments;
  const metadata = { deliveryTime: null, messageId: null, recipientResponse: null };
  if (eventTypeTable[type].guarantee === 'at-most-once') {
    const { state: agentState } = specifiedDocuments;
    const event = { type, status: agentState.state.status, metadata: { ...metadata, agentState } };
    return { ...EVENT, source: agentState.agentId, event, correlation: {} };
  }
  return {
    ...EVENT,
    source: 'crm',
    event: { type, customerId: EVENT.event.customerId, status: 'RECORDED', metadata },
    correlation: { conversationId: EVENT.correlation.conversationId },
  };
};
