import type { Event } from '../../../shared/messages/event.ts';
import type { EventListener } from '../event-listener.ts';
import { CUSTOMER_PREFIX } from './cast.ts';

/** The EVENTs of a demonstration as they come in, each once. */
export type BusWatch = {
  readonly events: readonly Event[];
  /** Waits until the events say so; throws where they do not within `timeoutMs`, or the run is stopped. */
  until(what: string, isSo: (events: readonly Event[]) => boolean): Promise<void>;
};

/** Makes a watch that gives each new event of the demonstration to `show`. */
export const watchBus = (
  listener: Pick<EventListener, 'next'>,
  options: {
    readonly campaignId: string;
    readonly timeoutMs: number;
    readonly now: () => number;
    readonly signal: AbortSignal;
    readonly show: (event: Event) => void;
  },
): BusWatch => {
  const seen = new Map<string, Event>();
  const take = async (): Promise<void> => {
    for (const event of (await listener.next()).toSorted(byTime)) {
      if (seen.has(event.messageId) || !isOurs(event, options.campaignId)) continue;
      seen.set(event.messageId, event);
      options.show(event);
    }
  };
  return {
    get events() {
      return [...seen.values()];
    },
    until: async (what, isSo) => {
      const end = options.now() + options.timeoutMs;
      while (!isSo([...seen.values()])) {
        options.signal.throwIfAborted();
        if (options.now() > end) throw new Error(`waited ${options.timeoutMs / 1000} s in vain: ${what}`);
        await take();
      }
    },
  };
};

/** Of the stage's other events only those of breakers belong to it. */
const isOurs = ({ event }: Event, campaignId: string): boolean =>
  event.campaignId === campaignId ||
  event.type.startsWith('BREAKER_') ||
  (event.customerId ?? '').startsWith(CUSTOMER_PREFIX);

/** What came together is shown in the order in which it happened; the stages of one answer are numbered. */
const byTime = (a: Event, b: Event): number =>
  a.timestamp.localeCompare(b.timestamp) || sequenceOf(a) - sequenceOf(b);

const sequenceOf = ({ event: { metadata } }: Event): number =>
  typeof metadata['sequence'] === 'number' ? metadata['sequence'] : 0;
