import type { SendOutcome } from '../lanes/lane-sender.ts';
import type { RecordMessage } from './record-message.ts';

/**
 * The lane of the record keeper: messages of one conversation, or else of one customer, are worked on in the order in which
 * they were sent. Never throws: says of each message whether it is in the lane, in the order of the messages.
 */
export type RecordLane = { send(messages: readonly RecordMessage[]): Promise<readonly SendOutcome[]> };

/** What a record waits behind: others of its conversation, or of its customer where it names none. */
export const recordGroupOf = ({ subject }: RecordMessage): string =>
  subject.conversationId ?? subject.customerId;
