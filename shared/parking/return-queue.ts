import type { ParkedMessage } from './parked-message.ts';

/** The queues that parked messages came from. */
export type ReturnQueue = {
  /**
   * Puts a body back into the queue that a parked message came from. `no-queue` where the stage has it no more. Throws where
   * the message may not be in its queue; calling again is safe, since whoever works on it knows messages that come twice.
   */
  send(parked: ParkedMessage, body: string): Promise<'sent' | 'no-queue'>;
};
