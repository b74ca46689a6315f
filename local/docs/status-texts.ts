import type { CommandStatus } from '../../shared/journal/command-state.ts';

/** What each status of a command means. */
export const statusTexts: Readonly<Record<CommandStatus, string>> = {
  NONE: 'Nothing is known of it.',
  ACCEPTED: 'It is taken and on its way to its agent.',
  IN_PROGRESS: 'An agent is at it.',
  RETRYING: 'The provider proved not to have taken it; the next attempt follows.',
  UNKNOWN: 'Open: nobody knows whether the provider took it. Never tried again by itself.',
  SENT: 'The provider took it, and no receipt has said more yet.',
  DELIVERED: 'The provider says that it arrived; of a command that contacts nobody: it was performed.',
  FAILED: 'It never reached the customer and never will, or it came back.',
  EXPIRED: 'Its time was over before it could be sent.',
  CANCELLED: 'Its sender took it back before it was sent.',
  SUPPRESSED: 'The customer, or a policy, does not allow it.',
  ERASED: 'Its customer was erased before it was sent.',
  PARKED: 'Kept aside until an operator looks at it, such as one of a loop.',
  REJECTED: 'It breaks a rule; sending it again changes nothing.',
};
