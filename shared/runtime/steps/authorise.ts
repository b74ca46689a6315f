import { fact } from '../../journal/command-facts.ts';
import type { Authoriser } from '../../security/authoriser.ts';
import { Settled } from '../settled.ts';
import type { Task } from './work.ts';

/** Ends commands that their giver may not give. */
export const authorise =
  (authoriser: Authoriser, now: () => number) =>
  (task: Task): Task | Settled => {
    const verdict = authoriser(task.lane);
    if (verdict.allowed) return task;
    const body = { ...task.subject, reasons: verdict.reasons };
    return new Settled('SUPPRESSED', [fact('suppressed', task.aggregate, now(), body)]);
  };
