import type { Event } from '../messages/event.ts';

/** Puts EVENTs on the bus. Never throws: says of each whether the bus has it, in the order of the events. */
export type EventPublisher = { publish(events: readonly Event[]): Promise<readonly boolean[]> };
