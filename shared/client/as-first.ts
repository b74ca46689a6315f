import type { FactOf } from '../journal/fact.ts';
import type { Admitted } from './admit-command.ts';

/** A contact that comes again keeps its first deadline, and what was a timer is one: it may have been moved since. */
export const asFirst = (admitted: Admitted, { body }: FactOf<'accepted'>): Admitted => {
  if (admitted.kind !== 'contact' && admitted.kind !== 'work') return admitted;
  const { acceptedAt, dueAt, deadlineAt, schedule } = body;
  const verdict = schedule === 'TIMER' ? schedule : admitted.verdict;
  const first = { isRepeat: true, verdict, acceptedAt, dueAt, deadlineAt };
  if (admitted.kind === 'work') return { ...admitted, ...first };
  const message = { ...admitted.entry.message, acceptedAt, dueAt, deadlineAt };
  return { ...admitted, ...first, entry: { ...admitted.entry, message } };
};
