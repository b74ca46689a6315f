import type { CommandSubject } from '../journal/subjects.ts';
import type { Priority } from '../messages/priority.ts';

/** A message that is kept aside, without its body: ids, codes and times only. */
export type ParkedMessage = {
  /** Its queue's own id as it was parked; another parking of the same command has another. */
  readonly id: string;
  /** Whose queue it came from: an agent type, `coordinator`, or the name of an intake such as `receipts`. */
  readonly pool: string;
  /** The tier of its lane; absent for intakes, which have one queue. */
  readonly tier?: Priority | undefined;
  /** Milliseconds since 1970. */
  readonly parkedAt: number;
  /** From when on it may be released by itself, in milliseconds since 1970; absent where nothing keeps it. */
  readonly notBefore?: number | undefined;
  /** A code, perhaps with a detail after a colon: `RECEIVES_USED_UP`, `BREAKER_OPEN`, `UNDELIVERED:NO_PERMISSIONS`. */
  readonly cause: string;
  /** The attempt to contact that stays open, or 0 where none is. */
  readonly attempt: number;
  /** The journal's partition of its facts. */
  readonly aggregate: string;
  /** What its facts repeat. */
  readonly subject: CommandSubject;
};

/** Which parked messages somebody means; what is left out does not matter. */
export type ParkedFilter = {
  /** The message's id, or that of its command. */
  readonly id?: string | undefined;
  /** A whole cause, or the part before its colon. */
  readonly cause?: string | undefined;
  readonly campaignId?: string | undefined;
  /** Parked at this moment or later, in milliseconds since 1970. */
  readonly since?: number | undefined;
  /** Parked at this moment or earlier. */
  readonly until?: number | undefined;
};

/** Whether a parked message is meant. */
export const isMeant = (parked: ParkedMessage, filter: ParkedFilter): boolean =>
  (filter.id === undefined || filter.id === parked.id || parked.aggregate === `command#${filter.id}`) &&
  (filter.cause === undefined || filter.cause === parked.cause || filter.cause === codeOf(parked.cause)) &&
  (filter.campaignId === undefined || filter.campaignId === parked.subject.campaignId) &&
  parked.parkedAt >= (filter.since ?? Number.NEGATIVE_INFINITY) &&
  parked.parkedAt <= (filter.until ?? Number.POSITIVE_INFINITY);

/** A cause's code, without what stands after its colon. */
export const codeOf = (cause: string): string => cause.split(':', 1)[0] ?? cause;

/** Its place among the parked messages of its pool, which are in the order of these. */
export const positionOf = ({ parkedAt, id }: Pick<ParkedMessage, 'parkedAt' | 'id'>): string =>
  `${new Date(parkedAt).toISOString()}#${id}`;

/** The key of the fact that says of a message that it is parked. */
export const parkingKey = ({ id, attempt }: Pick<ParkedMessage, 'id' | 'attempt'>): string =>
  `parked#${attempt}#${id}`;
