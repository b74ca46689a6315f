import { fact } from '../journal/command-facts.ts';
import type { Fact } from '../journal/fact.ts';
import { SagaIsCompensatedError } from './errors.ts';
import { sagaAggregate } from './saga-id.ts';
import type { SagaAsked, SagaDeps } from './saga-ports.ts';
import { sagaStateOf } from './saga-state.ts';
import { sagaSubject } from './step-run.ts';

/** A step that did what it was asked for; `output` is JSON. */
export type DoneStep = SagaAsked & { readonly step: string; readonly owner: string; readonly output: string };

/**
 * Writes down that a step is done and, with the last one, that the saga is complete, in one call; tells whether it is. Throws
 * `SagaIsCompensatedError` where that was decided before.
 */
export const recordDone = async (done: DoneStep, deps: SagaDeps): Promise<boolean> => {
  const { sagaId, step, owner, output, input } = done;
  const { journal, order, saga, now } = deps;
  const aggregate = sagaAggregate(sagaId);
  const isLast = step === order.at(-1);
  const facts: Fact[] = [
    fact('step-done', aggregate, now(), { step, place: order.indexOf(step), nth: step, owner, output }),
  ];
  if (isLast) {
    facts.push(fact('saga-decided', aggregate, now(), { ...sagaSubject(saga, input), decision: 'COMPLETE' }));
  }
  const outcomes = await journal.insert(facts);
  if (!isLast) return false;
  if (outcomes[1] === 'inserted') return true;
  const { decided } = sagaStateOf(await journal.read(aggregate));
  if (decided?.body.decision === 'COMPLETE') return true;
  throw new SagaIsCompensatedError(`saga ${sagaId}: step ${step} comes too late`);
};
