import type { CallOutcome, ExternalService, ServiceBreaker } from './external-service.ts';

/** Has a breaker take note of each call of a service. Does not hold calls back: what is not admitted must not be claimed. */
export const withBreaker = <Question extends readonly unknown[], Outcome extends CallOutcome>(
  service: { send(...question: Question): Promise<Outcome> },
  breaker: ServiceBreaker,
): ExternalService<Question, Outcome> => ({
  retries: 'by lane',
  breaker,
  send: async (...question) => {
    const outcome = await service.send(...question);
    breaker.note(outcome);
    return outcome;
  },
});
