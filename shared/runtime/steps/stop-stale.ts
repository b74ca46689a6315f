import { fact } from '../../journal/command-facts.ts';
import { isExpired, OWN_EXPIRY } from '../../lanes/expiry.ts';
import { isLooping } from '../../messages/hops.ts';
import { Settled } from '../settled.ts';
import type { Task } from './work.ts';

/** Claims are kept for 30 days at least, and none is made before a command is due: an older one could be sent again unnoticed. */
const OLDEST_COMMAND_MS = 30 * 86_400_000;

/** Ends commands that must not be sent any more: past their own expiry, older than the claims that guard them, or part of a loop. */
export const stopStale =
  (now: () => number) =>
  (task: Task): Task | Settled => {
    const { aggregate, subject, lane } = task;
    const at = now();
    if (at - Math.max(lane.acceptedAt, lane.dueAt) > OLDEST_COMMAND_MS) {
      return new Settled('EXPIRED', [
        fact('expired', aggregate, at, { ...subject, cause: 'OLDER_THAN_CLAIMS' }),
      ]);
    }
    if (isExpired(lane, at))
      return new Settled('EXPIRED', [fact('expired', aggregate, at, { ...subject, cause: OWN_EXPIRY })]);
    if (isLooping(lane.message)) {
      return new Settled('PARKED', [
        fact('parked', aggregate, at, { ...subject, attempt: 0, cause: 'TOO_MANY_HOPS' }),
      ]);
    }
    return task;
  };
