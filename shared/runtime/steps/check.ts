import { fact } from '../../journal/command-facts.ts';
import type { ContactPolicy } from '../../policy/contact-policy.ts';
import type { Authoriser, Verdict } from '../../security/authoriser.ts';
import { Settled } from '../settled.ts';
import type { Addressed, Task } from './work.ts';

/** Ends commands that their giver may not give. */
export const authorise = (authoriser: Authoriser, now: () => number) => (task: Task) =>
  goOnOrSuppress(task, authoriser(task.lane), now());

/** Ends commands whose customer must not be contacted so. */
export const checkContactPolicy = (policy: ContactPolicy, now: () => number) => async (task: Addressed) =>
  goOnOrSuppress(task, await policy(task), now());

const goOnOrSuppress = <T extends Task>(task: T, verdict: Verdict, at: number): T | Settled => {
  if (verdict.allowed) return task;
  const body = { ...task.subject, reasons: verdict.reasons };
  return new Settled('SUPPRESSED', [fact('suppressed', task.aggregate, at, body)]);
};
