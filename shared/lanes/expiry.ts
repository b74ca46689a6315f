import type { LaneMessage } from './lane-message.ts';

/** Whether a command's own time is over at `at` (milliseconds since 1970): from `expiresAt` on it must not be sent. */
export const isExpired = ({ message }: LaneMessage, at: number): boolean => {
  const { expiresAt } = message.command;
  return expiresAt !== undefined && at >= Date.parse(expiresAt);
};

/** Why a command whose own time was over was not sent, as a code. */
export const OWN_EXPIRY = 'EXPIRES_AT';
