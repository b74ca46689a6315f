import type { Priority } from '../messages/priority.ts';
import type { LaneMessage } from './lane-message.ts';

/** One message for an agent lane. */
export type LaneEntry = {
  readonly agentType: string;
  readonly tier: Priority;
  readonly message: LaneMessage;
  /** Seconds until it may be received: 0 to 900. */
  readonly delaySeconds: number;
  /** The tenant that fair queues share out by: the campaign, or else the customer. */
  readonly groupId?: string | undefined;
};

export type SendOutcome = { readonly sent: true } | { readonly sent: false; readonly cause: string };

/** Puts messages into agent lanes. Never throws: says of each entry whether it is in its lane, in the order of the entries. */
export type LaneSender = { send(entries: readonly LaneEntry[]): Promise<readonly SendOutcome[]> };
