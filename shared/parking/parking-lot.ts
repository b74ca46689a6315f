import type { ParkedFilter, ParkedMessage } from './parked-message.ts';

/** Some parked messages of a pool, oldest first. */
export type ParkedPage = {
  readonly messages: readonly ParkedMessage[];
  /** The position behind which the next page begins; `undefined` after the last. A page without messages may have a next one. */
  readonly next: string | undefined;
};

/** Where messages lie that are kept aside: their bodies encrypted, each under its customer's key where there is a customer. */
export type ParkingLot = {
  /** Keeps a message; the same one again changes nothing. Throws `ParkingUnavailableError` where it is not kept for sure. */
  put(parked: ParkedMessage, body: string): Promise<void>;
  /** The messages of a pool that are meant, from behind the position `after` on. Throws `ParkingUnavailableError`. */
  list(pool: string, filter: ParkedFilter, after?: string): Promise<ParkedPage>;
  /** A message's body; `undefined` where it is gone, or its customer's key is. Throws `ParkingUnavailableError`. */
  get(parked: ParkedMessage): Promise<string | undefined>;
  /** Forgets a message; one that is not there is no error. Throws `ParkingUnavailableError`. */
  remove(parked: ParkedMessage): Promise<void>;
};
