import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import type { Event } from '../../messages/event.ts';
import { pagesOf } from '../../messages/pages-of.ts';
import { backoffMs } from '../../resilience/backoff.ts';
import type { EventPublisher } from '../event-publisher.ts';

/** Entries in one `PutEvents` at most (EventBridge's limit). */
const MOST_ENTRIES = 10;
const MOST_TRIES = 4;
const RETRY_BOUNDS = { baseMs: 50, capMs: 1000 };

export type EventBridgePublisherOptions = {
  readonly client: Pick<EventBridgeClient, 'send'>;
  readonly busName: string;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

/** The bus in EventBridge: events in tens, each failed entry tried again. */
export class EventBridgePublisher implements EventPublisher {
  readonly #options: EventBridgePublisherOptions;

  constructor(options: EventBridgePublisherOptions) {
    this.#options = options;
  }

  async publish(events: readonly Event[]): Promise<readonly boolean[]> {
    const done = events.map(() => false);
    const indexed = events.map((event, index) => ({
      index,
      entry: formatEntry(event, this.#options.busName),
    }));
    for (const page of pagesOf(indexed, MOST_ENTRIES)) {
      let pending = page;
      for (let tries = 0; tries < MOST_TRIES && pending.length > 0; tries += 1) {
        if (tries > 0) await this.#options.sleep(backoffMs(tries, RETRY_BOUNDS, this.#options.random));
        const failed = await this.#tryPut(pending.map(({ entry }) => entry));
        for (const [at, { index }] of pending.entries()) done[index] = failed[at] === false;
        pending = pending.filter((_, at) => failed[at] !== false);
      }
    }
    return done;
  }

  /** For each entry whether it failed. */
  async #tryPut(entries: PutEventsRequestEntry[]): Promise<readonly boolean[]> {
    try {
      const answer = await this.#options.client.send(new PutEventsCommand({ Entries: entries }));
      return entries.map((_, index) => answer.Entries?.[index]?.EventId === undefined);
    } catch {
      return entries.map(() => true);
    }
  }
}

/** What an event looks like on the bus: the document is the detail, unchanged. */
const formatEntry = (event: Event, busName: string): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: event.source,
  DetailType: event.messageType,
  Detail: JSON.stringify(event),
});
