import type { Fallback } from '../../fallback/fallback.ts';
import { fact } from '../../journal/command-facts.ts';
import { commandStateOf } from '../../journal/command-state.ts';
import type { Journal } from '../../journal/journal.ts';
import { type Asker, type NextStep, nextStep } from '../../journal/next-step.ts';
import { wasCalled } from '../../journal/provider-called.ts';
import { fallsBack, retryLater, Settled } from '../settled.ts';
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
  const step = nextStep(commandStateOf(facts), { agentType: task.lane.agentType, ...asker });
  return { step, calledBefore: wasCalled(facts) };
};

/** Ends the message of a command whose claim is not ours to go on with. */
export const settleClaimed = (
  { aggregate, subject, record, lane }: Task,
  step: Exclude<NextStep, { kind: 'attempt' | 'go-on' }>,
  at: number,
  fallback?: Pick<Fallback, 'to'>,
): Settled => {
  switch (step.kind) {
    case 'fall-back': {
      const entry = fallback?.to(lane, step.to);
      return entry === undefined ? retryLater('FALLBACK_GONE') : fallsBack([], entry);
    }
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
