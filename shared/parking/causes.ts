import { CAUSE_ATTRIBUTE } from '../lanes/lane-queue.ts';
import type { EventType } from '../messages/message-types.ts';

/** The cause of a message that nobody set aside: its lane gave it up. */
export const RECEIVES_USED_UP = 'RECEIVES_USED_UP';

/** The cause of a message that waits for its campaign to go on. */
export const CAMPAIGN_PAUSED = 'CAMPAIGN_PAUSED';

/** Which event ends which cause: what was parked for it is released by itself then. */
export const releasedBy = {
  BREAKER_CLOSED: 'BREAKER_OPEN',
  CONTACT_RESUMED: 'STOPPED',
  // What waits for a campaign goes out, or ends, once it does not only wait any more: its lane asks again.
  CAMPAIGN_RESUMED: CAMPAIGN_PAUSED,
  CAMPAIGN_CANCELLED: CAMPAIGN_PAUSED,
  CAMPAIGN_BUDGET_SPENT: CAMPAIGN_PAUSED,
} as const satisfies Readonly<Partial<Record<EventType, string>>>;

/** The code before the colon of causes for which a provider refuses our set-up: a person ends them, or a breaker that closes. */
export const CONFIGURATION = 'CONFIGURATION';

/** Causes that pass without an event: a rate that was used up, and a pool of which nobody was in rotation. */
const passing: ReadonlySet<string> = new Set(['THROTTLED', 'NO_IDENTITY']);

/** Whether messages with this cause are tried again after a while, since nobody says when it is over. */
export const isPassing = (cause: string): boolean => passing.has(cause);

/** Whether messages with this cause wait for an event, or for time to pass, instead of a person. */
export const isWaiting = (cause: string): boolean =>
  isPassing(cause) || Object.values<string>(releasedBy).includes(cause);

/** In whose name messages are released without a person: an event's, the look's of each minute, or as a probe. */
export const automaticReleases = [
  'BREAKER_CLOSED',
  'CONTACT_RESUMED',
  'CAMPAIGN_RESUMED',
  'CAMPAIGN_CANCELLED',
  'CAMPAIGN_BUDGET_SPENT',
  'SWEEP',
  'PROBE',
] as const;

type Attributes = Readonly<Record<string, { readonly stringValue?: string | undefined } | undefined>>;

const CODE = /^[A-Z][A-Z0-9_]{1,63}(:[A-Za-z0-9_.-]{1,100})?$/;

/** Whether an agent set a message aside, instead of its lane giving it up. */
export const isSetAside = (attributes: Attributes): boolean =>
  attributes[CAUSE_ATTRIBUTE]?.stringValue !== undefined;

/** Why a dead letter is one, by its attributes: of an agent's, of the bus's, or none. A text that is no code is not repeated. */
export const causeOf = (attributes: Attributes): string => {
  const own = attributes[CAUSE_ATTRIBUTE]?.stringValue;
  if (own !== undefined && CODE.test(own)) return own;
  const ofBus = attributes['ERROR_CODE']?.stringValue;
  if (ofBus === undefined) return RECEIVES_USED_UP;
  return CODE.test(ofBus) ? `UNDELIVERED:${ofBus.split(':', 1)[0]}` : 'UNDELIVERED';
};
