import { fact } from '../../journal/command-facts.ts';
import { commandStateOf } from '../../journal/command-state.ts';
import type { Journal } from '../../journal/journal.ts';
import { type Asker, type NextStep, nextStep } from '../../journal/next-step.ts';
import { wasCalled } from '../../journal/provider-called.ts';
import { retryLater, Settled } from '../settled.ts';
import type { Task } from './work.ts';

/** How a command goes on, and whether a provider was, or may have been, called for it already. */
type ReadStep = { readonly step: NextStep; readonly calledBefore: boolean };

/** Reads a command that was claimed before and decides how it goes on for whoever asks. */
export const readNextStep = async (
  task: Task,
  journal: Pick<Journal, 'read'>,
  asker: Asker,
): Promise<ReadStep> => {
  const facts = await journal.read(task.aggregate);
  return { step: nextStep(commandStateOf(facts), asker), calledBefore: wasCalled(facts) };
};

/** Ends the message of a command whose claim is not ours to go on with. */
export const settleClaimed = (
  { aggregate, subject, record }: Task,
  step: Exclude<NextStep, { kind: 'attempt' | 'go-on' }>,
  at: number,
): Settled => {
  switch (step.kind) {
    case 'duplicate':
      return new Settled('DUPLICATE', [fact('duplicate', aggregate, at, { intakeId: record.messageId })]);
    case 'wait':
      return retryLater('CLAIMED_ELSEWHERE');
    case 'unknown': {
      const body = { ...subject, attempt: step.attempt, cause: 'OWNER_LOST' };
      return new Settled('UNKNOWN', [fact('unknown', aggregate, at, body)]);
    }
  }
};
