import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Event } from '../../messages/event.ts';
import type { EventPublisher } from '../event-publisher.ts';
import { type BusAccess, putEntries } from './put-entries.ts';

export type EventBridgePublisherOptions = BusAccess & { readonly busName: string };

/** The bus in EventBridge: events in tens, each failed entry tried again. */
export class EventBridgePublisher implements EventPublisher {
  readonly #options: EventBridgePublisherOptions;

  constructor(options: EventBridgePublisherOptions) {
    this.#options = options;
  }

  async publish(events: readonly Event[]): Promise<readonly boolean[]> {
    const entries = events.map((event) => formatEntry(event, this.#options.busName));
    return (await putEntries(entries, this.#options)).map(({ put }) => put);
  }
}

/** What an event looks like on the bus: the document is the detail, unchanged. */
const formatEntry = (event: Event, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: event.source,
  DetailType: event.messageType,
  Detail: JSON.stringify(event),
});
