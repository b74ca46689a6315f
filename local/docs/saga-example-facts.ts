import { fact } from '../../shared/journal/command-facts.ts';
import type { Fact } from '../../shared/journal/fact.ts';
import { specifiedDocuments } from '../../shared/messages/catalog/specified-documents.ts';
import { sagaAggregate } from '../../shared/sagas/saga-id.ts';

const { COMMAND } = specifiedDocuments;
const at = Date.parse(specifiedDocuments.EVENT.timestamp);
const saga = sagaAggregate('answer-reply-1');
const subject = {
  saga: 'customer-response',
  customerId: COMMAND.command.customerId,
  ...COMMAND.correlation,
  hops: 2,
};
const step = { step: 'update-profile', place: 0 };
const run = { ...step, nth: 'update-profile#owner', owner: 'owner' };
const failure = { cause: 'COMMAND_REJECTED target', step: 'generate-follow-up' };

/** A fact for each EVENT of sagas. */
export const toldSagaFacts: readonly Fact[] = [
  fact('saga-started', saga, at, { ...subject, fingerprint: 'b1aKxw' }),
  fact('saga-decided', saga, at, { ...subject, decision: 'COMPLETE' }),
  fact('saga-compensated', saga, at, { ...subject, ...failure }),
  fact('saga-unresolved', saga, at, { ...subject, cause: 'OutcomeOpenError' }),
];

/** Facts of sagas that the bus is not told of. */
export const untoldSagaFacts: readonly Fact[] = [
  fact('step-begun', saga, at, { ...run, deadlineAt: at + 20_000 }),
  fact('step-noted', saga, at, { ...step, nth: 'update-profile#1', note: 'eyJ' }),
  fact('step-ended', saga, at, { ...run, cause: 'States.Timeout' }),
  fact('step-done', saga, at, { ...step, nth: 'update-profile', owner: 'owner', output: '{"version":2}' }),
  fact('step-undone', saga, at, { ...step, nth: 'update-profile' }),
];
